import * as z from "zod";
import { Instant } from "../clock.ts";
import { keyAgeDays, MAX_AGE_DAYS, rotationDueAt } from "../policy/rotation.ts";
import type { Connection } from "./connection.ts";

export const ConnectionStatus = z.enum(["not_configured", "active", "due", "disabled"]);
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

/** A connection as the API shows it. There is no secret field on it, ever. */
export const ConnectionView = z.strictObject({
  connectionId: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  owner: z.literal("provider"),
  region: z.string(),
  bucket: z.string(),
  folder: z.string(),
  userName: z.string(),
  status: ConnectionStatus,
  accessKeyId: z.string().nullable(),
  keyCreatedAt: Instant.nullable(),
  keyAgeDays: z.int().nullable(),
  rotationDueAt: Instant.nullable(),
  flagged: z.boolean(),
  retiring: z.null(),
  updatedBy: z.string(),
  updatedOn: Instant,
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** A key that is doomed is no longer shown: it is being removed, and nothing brings it back. */
export function viewConnection(connection: Connection, now: Instant): ConnectionView {
  const key = shownKey(connection);
  const age = key && keyAgeDays(key.createdAt, now);
  const flagged = age !== undefined && age >= MAX_AGE_DAYS;
  const { connectionId, serviceId, serviceName, region, bucket, folder, userName } = connection;
  const { updatedBy, updatedOn } = connection;
  return {
    ...{ connectionId, serviceId, serviceName, owner: "provider", region, bucket, folder, userName },
    status: statusOf(key?.state, flagged),
    accessKeyId: key?.accessKeyId ?? null,
    keyCreatedAt: key?.createdAt ?? null,
    keyAgeDays: age ?? null,
    rotationDueAt: key ? rotationDueAt(key.createdAt) : null,
    flagged,
    retiring: null,
    ...{ updatedBy, updatedOn },
  };
}

function shownKey({ current }: Connection) {
  return current && current.state !== "doomed" ? { ...current, state: current.state } : undefined;
}

function statusOf(state: "active" | "inactive" | undefined, flagged: boolean): ConnectionStatus {
  if (state === undefined) return "not_configured";
  if (state === "inactive") return "disabled";
  return flagged ? "due" : "active";
}
