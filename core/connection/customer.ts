import * as z from "zod";
import { orgIdOf } from "../org/org.ts";
import type { ConnectionRef } from "./connection.ts";

/** What Keyturn knows of a connection whose bucket, user and keys are the customer's own. */
export const Customer = z.object({
  /** The AWS account of its keys: one of another account is not taken. */
  accountId: z.string(),
  /** The version of its secret that is current; absent while no pair is kept. */
  version: z.string().optional(),
  /** Its pair was taken away: the request that made the service, sent again, does not give it one any more. */
  removed: z.literal(true).optional(),
});
export type Customer = z.infer<typeof Customer>;

/** Whose the bucket, the user and the keys are. */
export const Owner = z.enum(["provider", "customer"]);
export type Owner = z.infer<typeof Owner>;

export function ownerOf({ customer }: { customer?: unknown }): Owner {
  return customer === undefined ? "provider" : "customer";
}

/** Under which name a customer's pair is kept in Secrets Manager, where whatever reads the bucket finds it. */
export function secretNameOf({ org, connectionId }: ConnectionRef): string {
  return `keyturn/${orgIdOf(org)}/${connectionId}`;
}
