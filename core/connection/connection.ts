import * as z from "zod";
import { DAY_MS, type Instant, Instant as InstantSchema } from "../clock.ts";
import { DRIFT_MAX, Drift } from "../drift/drift.ts";
import { adoptedServiceIdOf, ConnectionId, firstConnectionIdOf, ServiceId } from "../ids.ts";
import { Outbox } from "../journal/event.ts";
import { CurrentKey, RetiringKey } from "../key/access-key.ts";
import { IdempotencyEntries } from "../key/idempotency.ts";
import { Operation } from "../key/operation.ts";
import { WINDOWS_MAX, Window } from "../key/window.ts";
import { Org, orgIdOf } from "../org/org.ts";
import { Dependents } from "../pipeline/dependents.ts";
import { Creation } from "../record/creation.ts";
import { Customer } from "./customer.ts";

/**
 * Where a data service's credentials live. The record, not IAM, says which keys are ours; its outbox holds the
 * events that tell of its changes until the relay has delivered them.
 */
export const Connection = z.object({
  org: Org,
  connectionId: ConnectionId,
  serviceId: ServiceId,
  serviceName: z.string(),
  /** The service's `sequence` when it gave the name: an older name, written late, does not replace a newer one. */
  shownSequence: z.int().optional(),
  /** The service's pipelines, shown with every change of the key without reading them. */
  dependents: Dependents,
  region: z.string(),
  /** Which AWS account and clients serve it. */
  cellId: z.string(),
  bucket: z.string(),
  /**
   * Ends in a slash; only `[a-z0-9-]` between slashes. A customer's is as the customer named it, that of an adopted user as
   * the portal has it; both may be empty: the whole bucket.
   */
  folder: z.string(),
  userName: z.string(),
  /** There when bucket, user and keys are the customer's: then nothing is ever asked of IAM, or changed in it. */
  customer: Customer.optional(),
  /** `deleted` is a tombstone: hidden, kept until its events are out and late effects can no longer come. */
  state: z.enum(["creating", "ready", "deleting", "deleted"]),
  creation: Creation.optional(),
  /** When its user was taken under management, for one that was there before: Keyturn manages its key and nothing else. */
  adoptedAt: InstantSchema.optional(),
  current: CurrentKey.optional(),
  retiring: RetiringKey.optional(),
  operation: Operation.optional(),
  lastOperationId: z.string().optional(),
  windows: z.array(Window).max(WINDOWS_MAX),
  /** Keys Keyturn deleted lately: a list from IAM may still show them. */
  deletedKeys: z.array(z.string()),
  /** Keys somebody else made for the user, already reported. */
  unmanagedIds: z.array(z.string()),
  /** How IAM differed when it was last compared, as it was told. */
  drift: z.array(Drift).max(DRIFT_MAX).optional(),
  /** When the last few key operations were taken, for the limit per minute. */
  recentOperations: z.array(InstantSchema),
  idempotency: IdempotencyEntries,
  outbox: Outbox,
  sequence: z.int(),
  nextActionAt: InstantSchema.optional(),
  /** The policy that the keys and `nextActionAt` were last planned by; it never goes back. */
  policyVersion: z.int().optional(),
  version: z.int(),
  createdOn: InstantSchema,
  updatedBy: z.string(),
  updatedOn: InstantSchema,
});
export type Connection = z.infer<typeof Connection>;

export interface ConnectionRef {
  org: Org;
  connectionId: string;
}

export const DELETED_KEYS_MAX = 50;
export const UNMANAGED_IDS_MAX = 10;

/** A tombstone stays longer than an idempotency key is remembered, and than any late effect can take. */
export const TOMBSTONE_MS = 2 * DAY_MS;

/** Events an item can hold undelivered; a reset may add the last few. */
export const OUTBOX_EVENTS_MAX = 50;
/** The most events one operation appends: two unmanaged keys, what happened, an old key's end, what it recovered. */
export const EVENTS_PER_OPERATION_MAX = 5;

/** The fields a change shown to users touches. */
export function touched(by: string, now: Instant): Pick<Connection, "updatedBy" | "updatedOn"> {
  return { updatedBy: by, updatedOn: now };
}

export function isAdopted({ adoptedAt }: Pick<Connection, "adoptedAt">): boolean {
  return adoptedAt !== undefined;
}

/**
 * The user's name ends in the connection's id, and the folder begins with the org's: newConnection makes them so. The ids
 * of an adopted one follow from org and user. What is done with a customer's names is done with the customer's keys.
 */
export function namesItsOwn(connection: Connection): boolean {
  const { org, serviceId, connectionId, userName, folder, customer } = connection;
  if (customer) return true;
  if (isAdopted(connection)) {
    return (
      serviceId === adoptedServiceIdOf(org, connection) && connectionId === firstConnectionIdOf(serviceId)
    );
  }
  return userName.endsWith(connectionId.slice("con_".length)) && folder.startsWith(`${orgIdOf(org)}/`);
}

/** A tombstone is not there for any caller. */
export function isVisible(connection: Connection): boolean {
  return connection.state !== "deleted";
}
