import * as z from "zod";
import { Instant } from "../clock.ts";

export const AccessKeyId = z
  .string()
  .regex(/^[A-Za-z0-9_]{16,128}$/, "an access key id has 16 to 128 letters and digits");

/** When a key was last used, by which service and in which region, as IAM tells it. */
export const KeyUse = z.strictObject({ at: Instant, service: z.string(), region: z.string() });
export type KeyUse = z.infer<typeof KeyUse>;

/** What IAM said of a key's use, and when it was asked; `use: null` means that it was never used. */
export const LookUp = z.object({ askedAt: Instant, use: KeyUse.nullable() });
export type LookUp = z.infer<typeof LookUp>;

const Key = z.object({
  accessKeyId: AccessKeyId,
  createdAt: Instant,
  lookUp: LookUp.optional(),
  /**
   * When it was taken under management, for one that was there before: it is given time from then on
   * (policy/first-told.ts).
   */
  adoptedAt: Instant.optional(),
});

/** `doomed` is written before IAM is asked to delete the key, and is for ever. */
export const CurrentKey = Key.extend({
  state: z.enum(["active", "inactive", "doomed"]),
  /** When it is due for a reset, by the policy it was last planned with. */
  rotationDueAt: Instant.optional(),
  /** How many days before it is due it was last told of its age: 0 when it was due, below 0 since. */
  toldDaysBefore: z.int().optional(),
});
export type CurrentKey = z.infer<typeof CurrentKey>;

const OldKey = Key.extend({
  /** When it is to be looked at next; it is retired then, unless it is in use. */
  retireAt: Instant,
  /** When it is retired in any case. */
  hardStopAt: Instant,
  /** It was to be retired and was in use. */
  heldSince: Instant.optional(),
});

const LivingKey = OldKey.extend({ state: z.literal("active") });
export type LivingKey = z.infer<typeof LivingKey>;

/** It is deleted at `deleteAt`, and can be restored until then. */
const RetiredKey = OldKey.extend({ state: z.literal("inactive"), deleteAt: Instant });

/**
 * A customer's old key, which nobody but the customer can end. Keyturn looks whether AWS still takes it, and the customer
 * says when it is deleted.
 */
const LeavingKey = Key.extend({
  state: z.literal("leaving"),
  /** The version of the secret that holds its pair. */
  version: z.string().optional(),
  /** When its successor had passed its checks and was current. */
  confirmedAt: Instant,
  /** When it is looked at next; not again once it is deactivated. */
  retireAt: Instant.optional(),
  /** When AWS was first seen not to take it. */
  deactivatedAt: Instant.optional(),
  /** AWS still took it when it was to be gone: since when, and when that was last told. */
  heldSince: Instant.optional(),
  heldToldAt: Instant.optional(),
});
export type LeavingKey = z.infer<typeof LeavingKey>;

/**
 * The old key, on its way out. An immediate reset leaves it `doomed`. In a staged reset it is `active` until it is
 * retired, then `inactive` while it can be restored, and then `doomed`. A customer's is `leaving`.
 */
export const RetiringKey = z.discriminatedUnion("state", [
  LivingKey,
  RetiredKey,
  LeavingKey,
  OldKey.partial().extend({ ...Key.shape, state: z.literal("doomed"), deleteAt: Instant.optional() }),
]);
export type RetiringKey = z.infer<typeof RetiringKey>;

/** The end of a staged reset that nobody has been told of: other ends are told of when the key is doomed, or before. */
export function endsUntold(key: RetiringKey): boolean {
  return key.state === "doomed" && key.retireAt !== undefined && key.deleteAt === undefined;
}
