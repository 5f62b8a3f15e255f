import type { Policy, ResetAccessKeyBody } from "@keyturn/client";

/** How long the key before works on: "0" is not at all. In hours. */
export type Grace = "0" | "1" | "24" | "168";

export const graces: readonly { value: Grace; words: string; hint: string }[] = [
  { value: "0", words: "Now", hint: "The current key stops working at once." },
  { value: "1", words: "In 1 hour", hint: "Both keys work until then." },
  {
    value: "24",
    words: "In 24 hours",
    hint: "Both keys work until then; longer while the old one is in use.",
  },
  {
    value: "168",
    words: "In 7 days",
    hint: "Both keys work until then; longer while the old one is in use.",
  },
];

/** As the org's policy has it, where that is one of the choices. */
export function graceByDefault({ defaultMode, graceHoursDefault }: Policy["reset"]): Grace {
  if (defaultMode === "immediate") return "0";
  return graces.find(({ value }) => Number(value) === graceHoursDefault)?.value ?? "24";
}

export type Reason = NonNullable<ResetAccessKeyBody["reason"]>;

export const reasons: readonly (readonly [Reason, string])[] = [
  ["scheduled", "Routine: the key is due"],
  ["lost", "The secret was lost"],
  ["compromised", "The key may have leaked"],
  ["other", "Another reason"],
];

/** A leaked key is never left for a while. */
export function resetBody(grace: Grace, reason: Reason, expectedAccessKeyId: string): ResetAccessKeyBody {
  const isNow = grace === "0" || reason === "compromised";
  return {
    ...{ reason, expectedAccessKeyId },
    ...(isNow ? { mode: "immediate" } : { mode: "staged", graceHours: Number(grace) }),
  };
}
