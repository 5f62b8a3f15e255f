import type { Mistake } from "../mistake.ts";

/** Of the org's rules, and of when a key's age is told. */
export const mistakes: Mistake[] = [
  {
    name: "a stricter policy stops keys before anybody could read of it",
    file: "core/policy/rotation.ts",
    find: "plus(rotationSince, AFTER_CHANGE_MS)",
    replace: "plus(rotationSince, AFTER_CHANGE_MS - DAY_MS)",
    killedBy: ["core/sweep/retirement"],
  },
  {
    name: "a change of the rules of rotation does not count as one",
    file: "core/policy/change-policy.ts",
    find: "(isSameRotation && before.rotationSince) || now",
    replace: "(!isSameRotation && before.rotationSince) || now",
    killedBy: ["core/sweep/retirement"],
  },
  {
    name: "a reminder comes a moment after its day",
    file: "core/policy/rotation.ts",
    find: ".filter((before) => before >= daysLeft)",
    replace: ".filter((before) => before > daysLeft)",
    killedBy: ["core/policy/rotation"],
  },
  {
    name: "a key that is due now is not due",
    file: "core/policy/rotation.ts",
    find: "if (daysLeft <= 0)",
    replace: "if (daysLeft < 0)",
    killedBy: ["core/policy/rotation"],
  },
  {
    name: "the next reminder is the one just sent",
    file: "core/policy/rotation.ts",
    find: "told === undefined || before < told) ?? 0;",
    replace: "told === undefined || before <= told) ?? 0;",
    killedBy: ["core/policy/rotation"],
  },
  {
    name: "a portal without removal has keys stopped by its policy",
    file: "core/policy/policy-in-force.ts",
    find: 'rotation.enforcement === "deactivate" && !preset.removalAllowed;',
    replace: 'rotation.enforcement === "deactivate" && preset.removalAllowed;',
    killedBy: ["core/policy/change-policy"],
  },
  {
    name: "a customer's key is stopped by the policy",
    file: "core/policy/rules-for.ts",
    find: "return customer ?",
    replace: "return !customer ?",
    killedBy: ["core/key/put-access-key", "core/sweep/look-at-old-pair", "core/policy"],
  },
  {
    name: "a policy is planned anew for the first page of connections only",
    file: "core/policy/replan-org.ts",
    find: "const last = page.length === PAGE_MAX ? page.at(-1) : undefined;",
    replace: "const last = page.length > PAGE_MAX ? page.at(-1) : undefined;",
    killedBy: ["core/policy/change-policy"],
  },
  {
    name: "an older policy overwrites what a newer one planned",
    file: "core/key/end-operation.ts",
    find: "      ...(inForce ? [plannedByNoNewer(inForce)] : []),\n",
    replace: "",
    killedBy: ["core/policy/change-policy"],
  },
  {
    name: "a sweep plans by the policy it read first, although the record knows a newer one",
    file: "core/policy/policies-of-pass.ts",
    find: "known.policyVersion >= policyVersion",
    replace: "known.policyVersion <= policyVersion",
    killedBy: ["core/policy/policies-of-pass"],
  },
];
