import * as z from "zod";
import type { Org } from "../org/org.ts";

export const Role = z.enum(["super_admin", "admin", "member+", "member", "support"]);
export type Role = z.infer<typeof Role>;

/** Who asks: from the verified token, never from the request. */
export interface Caller {
  org: Org;
  /** The token's subject: idempotency keys are remembered per caller. */
  sub: string;
  /** What `updatedBy` shows. */
  name: string;
  role: Role;
  /** The request's id; events carry it. */
  correlationId: string;
}

/** Who a change is recorded under: a caller, or Keyturn itself. */
export type Actor = Pick<Caller, "org" | "name" | "correlationId">;

/** What Keyturn does by itself is recorded under this name. */
export const KEYTURN = "Keyturn";

export function keyturnItself(org: Org, correlationId: string): Actor {
  return { org, name: KEYTURN, correlationId };
}
