import * as z from "zod";
import { Instant } from "../clock.ts";
import { ConnectionFacts } from "../connection/events.ts";
import { DriftKind } from "./drift.ts";

/** Of a key; `null`: of a user that had none. */
const OfKey = ConnectionFacts.extend({
  accessKeyId: z.string().nullable(),
  /** The connection's key; it may be another one. */
  currentAccessKeyId: z.string().nullable(),
});

export const driftEvents = {
  /** Somebody has deleted, deactivated or reactivated a key, or deleted the user, other than through Keyturn. */
  KeyDriftDetected: OfKey.extend({ drift: DriftKind.exclude(["key_created"]) }),
  /** IAM and the record agree again, without anybody having changed the key through Keyturn. */
  KeyDriftResolved: OfKey.extend({ drift: DriftKind, detectedAt: Instant }),
  /** An IAM user under the org's path that no connection has. Keyturn does not touch it. */
  UnmanagedUserDetected: z.strictObject({
    userName: z.string(),
    path: z.string(),
    userCreatedAt: Instant,
  }),
};
