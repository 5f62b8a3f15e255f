import * as z from "zod";
import { Instant } from "../clock.ts";
import type { CurrentKey, RetiringKey } from "../key/access-key.ts";

/** How IAM can differ from a connection's record when somebody else has changed a key or the user. */
export const DriftKind = z.enum([
  /** A key that Keyturn did not make. */
  "key_created",
  "key_deleted",
  /** The record says that it works. */
  "key_deactivated",
  /** The record says that it does not work. */
  "key_reactivated",
  /** And its keys with it. */
  "user_deleted",
]);
export type DriftKind = z.infer<typeof DriftKind>;

/** One difference, told once, and remembered for as long as it is there. `accessKeyId: null`: the user had no key. */
export const Drift = z.object({
  kind: DriftKind,
  accessKeyId: z.string().nullable(),
  /** When it was found. */
  since: Instant,
});
export type Drift = z.infer<typeof Drift>;

/** Two keys the record names, and two of somebody else's that a stale list may show beside them. */
export const DRIFT_MAX = 4;

interface Drifted {
  drift?: Drift[] | undefined;
  current?: CurrentKey | undefined;
  retiring?: RetiringKey | undefined;
}

/**
 * What of it still stands. A key that was reset, removed, retired or restored through Keyturn since then is no longer
 * what the finding was about, long before IAM is looked at again.
 */
export function standingDrift(record: Drifted): Drift[] {
  return (record.drift ?? []).filter((one) => stands(one, record));
}

function stands({ kind, accessKeyId }: Drift, { current, retiring }: Drifted): boolean {
  const key = [current, retiring].find((one) => one?.accessKeyId === accessKeyId);
  switch (kind) {
    case "key_created":
      return key === undefined;
    case "key_deleted":
      return key !== undefined && key.state !== "doomed";
    case "key_deactivated":
      return key?.state === "active";
    case "key_reactivated":
      return key?.state === "inactive";
    case "user_deleted":
      return true;
  }
}
