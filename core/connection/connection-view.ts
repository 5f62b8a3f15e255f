import * as z from "zod";
import { Instant } from "../clock.ts";
import { Drift, standingDrift } from "../drift/drift.ts";
import { type CurrentKey, KeyUse, type RetiringKey } from "../key/access-key.ts";
import { lastUseOf } from "../key/key-use.ts";
import { policyByDefault } from "../policy/policy.ts";
import { keyAgeDays, rotationDueAt } from "../policy/rotation.ts";
import type { Connection } from "./connection.ts";
import { Owner, ownerOf, secretNameOf } from "./customer.ts";

export const ConnectionStatus = z.enum(["not_configured", "active", "due", "disabled"]);
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

/** The old key of a staged reset. */
const RetiringView = z.strictObject({
  accessKeyId: z.string(),
  state: z.enum(["active", "inactive"]),
  /** When it is to end, or to be looked at next. Of a customer's, which is looked at until it is deactivated. */
  retireAt: Instant.exactOptional(),
  /** Not of a customer's, which Keyturn does not end. */
  hardStopAt: Instant.exactOptional(),
  deleteAt: Instant.exactOptional(),
  /** Since when it is held: it was to be gone and is still in use, or, a customer's, still taken by AWS. */
  heldSince: Instant.exactOptional(),
  lastUsedAt: Instant.exactOptional(),
});

/** What a customer does once a new pair is given, in this order. */
const StepView = z.strictObject({
  step: z.enum(["confirm", "deactivate", "delete"]),
  doneAt: Instant.nullable(),
});

/** A connection as the API shows it. There is no secret field on it, ever. */
export const ConnectionView = z.strictObject({
  connectionId: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  owner: Owner,
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
  lastUsed: KeyUse.exactOptional(),
  retiring: RetiringView.nullable(),
  /** What somebody else has changed in IAM, and is still so as far as Keyturn knows; left out when there is nothing. */
  drift: z.array(Drift.strict()).exactOptional(),
  /** Of a customer's: the name of the secret in Secrets Manager that holds the pair, never what it holds. */
  secretName: z.string().exactOptional(),
  /** While a customer's old key is on its way out. */
  steps: z.array(StepView).exactOptional(),
  updatedBy: z.string(),
  updatedOn: Instant,
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** A key that is doomed is no longer shown: it is being removed, and nothing brings it back. */
export function viewConnection(connection: Connection, now: Instant): ConnectionView {
  const key = shownKey(connection.current);
  const dueAt = key && dueAtOf(key);
  const flagged = dueAt !== undefined && dueAt <= now;
  const lastUsed = key && lastUseOf(key);
  const drift = standingDrift(connection);
  const { connectionId, serviceId, serviceName, region, bucket, folder, userName } = connection;
  const { updatedBy, updatedOn } = connection;
  return {
    ...{ connectionId, serviceId, serviceName, owner: ownerOf(connection), region, bucket, folder, userName },
    status: statusOf(key?.state, flagged),
    accessKeyId: key?.accessKeyId ?? null,
    keyCreatedAt: key?.createdAt ?? null,
    keyAgeDays: key ? keyAgeDays(key.createdAt, now) : null,
    rotationDueAt: dueAt ?? null,
    flagged,
    ...(lastUsed && { lastUsed }),
    retiring: viewRetiring(connection.retiring),
    ...(drift.length > 0 && { drift }),
    ...(connection.customer && { secretName: secretNameOf(connection) }),
    ...stepsOf(connection.retiring),
    ...{ updatedBy, updatedOn },
  };
}

function shownKey(current: CurrentKey | undefined) {
  return current && current.state !== "doomed" ? { ...current, state: current.state } : undefined;
}

/** As it was last planned; one that nobody has planned yet will be, by the default or by another policy. */
function dueAtOf(key: CurrentKey): Instant {
  return key.rotationDueAt ?? rotationDueAt(key.createdAt, policyByDefault.policy.rotation);
}

function viewRetiring(retiring: RetiringKey | undefined): ConnectionView["retiring"] {
  if (!retiring || retiring.state === "doomed") return null;
  if (retiring.state === "leaving") {
    const { accessKeyId, retireAt, deactivatedAt, heldSince } = retiring;
    return {
      ...{ accessKeyId, state: deactivatedAt ? "inactive" : "active" },
      ...(retireAt && { retireAt }),
      ...(heldSince && !deactivatedAt && { heldSince }),
    };
  }
  const { accessKeyId, state, retireAt, hardStopAt, heldSince } = retiring;
  const lastUsedAt = lastUseOf(retiring)?.at;
  return {
    ...{ accessKeyId, state, retireAt, hardStopAt },
    ...(retiring.state === "inactive" && { deleteAt: retiring.deleteAt }),
    ...(retiring.state === "active" && heldSince && { heldSince }),
    ...(lastUsedAt && { lastUsedAt }),
  };
}

function stepsOf(retiring: RetiringKey | undefined): Pick<ConnectionView, "steps"> {
  if (retiring?.state !== "leaving") return {};
  const { confirmedAt, deactivatedAt = null } = retiring;
  return {
    steps: [
      { step: "confirm", doneAt: confirmedAt },
      { step: "deactivate", doneAt: deactivatedAt },
      { step: "delete", doneAt: null },
    ],
  };
}

function statusOf(state: "active" | "inactive" | undefined, flagged: boolean): ConnectionStatus {
  if (state === undefined) return "not_configured";
  if (state === "inactive") return "disabled";
  return flagged ? "due" : "active";
}
