import type { Mistake } from "../mistake.ts";

/** Of the old key of a staged reset. */
export const mistakes: Mistake[] = [
  {
    name: "a hold treats unknown as unused",
    file: "core/sweep/retire-if-quiet.ts",
    find: "const isInUse = !lookUp || !isQuiet(lookUp.use, inForce.policy, ports.clock.now());",
    replace: "const isInUse = lookUp && !isQuiet(lookUp.use, inForce.policy, ports.clock.now());",
    killedBy: ["core/sweep/retirement"],
  },
  {
    name: "a look-up that was refused means unused",
    file: "core/key/key-use.ts",
    find: 'const isGone = failureOf(error) === "missing" && ',
    replace: 'const isGone = failureOf(error) !== "unknown" && ',
    killedBy: ["core/sweep/retirement", "core/key/retire-access-key"],
  },
  {
    name: "a key too new to be seen counts as unused",
    file: "core/key/key-use.ts",
    find: "msBetween(createdAt, askedAt) >= PROPAGATED_AFTER_MS;",
    replace: "msBetween(createdAt, askedAt) <= PROPAGATED_AFTER_MS;",
    killedBy: ["core/sweep/retirement", "core/key/retire-access-key"],
  },
  {
    name: "who ends a reset early is not asked when nobody knows whether the key is in use",
    file: "core/key/retire-access-key.ts",
    find: "if (!lookUp) throw useUnknown();\n  if (lookUp.use && ",
    replace:
      "if (!lookUp && retiring.createdAt > ports.clock.now()) throw useUnknown();\n  if (lookUp?.use && ",
    killedBy: ["core/key/retire-access-key"],
  },
  {
    name: "a use at the very end of the quiet hours is none",
    file: "core/policy/retirement.ts",
    find: "use.at < plus(now, -reset.quietHours * HOUR_MS)",
    replace: "use.at <= plus(now, -reset.quietHours * HOUR_MS)",
    killedBy: ["core/policy/retirement"],
  },
  {
    name: "a hold goes beyond the hard stop",
    file: "core/policy/retirement.ts",
    find: "return later < hardStopAt ? later : hardStopAt;",
    replace: "return later > hardStopAt ? later : hardStopAt;",
    killedBy: ["core/sweep/retirement"],
  },
  {
    name: "the hard stop waits until the key is quiet",
    file: "core/sweep/plan.ts",
    find: 'if (isRetiring && isOver(retiring.hardStopAt)) return "retire";',
    replace: 'if (isRetiring && isOver(retiring.hardStopAt)) return "retire_if_quiet";',
    killedBy: ["core/sweep/retirement"],
  },
  {
    name: "nobody waits for IAM to deactivate the old key",
    file: "core/key/finish-retirement.ts",
    find: "  await deactivateKey(ports, held, retiring, callsEndAt(held.operation));",
    replace:
      "  void deactivateKey(ports, held, retiring, callsEndAt(held.operation)).catch(() => undefined);",
    killedBy: ["core/key/retire-access-key"],
  },
  {
    name: "a retired key is deleted while it can be restored",
    file: "core/key/take-patch.ts",
    find: "retiring.deleteAt <= takenAt",
    replace: "retiring.deleteAt >= takenAt",
    killedBy: ["core/key/tidy-keys", "core/sweep/retirement"],
  },
  {
    name: "a staged reset drops a retired key that could be restored",
    file: "core/key/seen-keys.ts",
    find: 'anyOf(absent("retiring"), equals("retiring.state", "doomed"));',
    replace:
      'anyOf(absent("retiring"), equals("retiring.state", "doomed"), equals("retiring.state", "inactive"));',
    killedBy: ["core/key/staged-reset"],
  },
  {
    name: "a retirement ends a grace that was given meanwhile",
    file: "core/key/seen-keys.ts",
    find: '...(take.kind === "retire" && key.state !== "leaving" ?',
    replace: '...(take.kind === "tidy" && key.state !== "leaving" ?',
    killedBy: ["core/key/restore-access-key", "core/key/retire-access-key"],
  },
  {
    name: "a restored key keeps its old hard stop",
    file: "core/key/finish-restoration.ts",
    find: "    ...granted,\n",
    replace:
      '    ...granted,\n    ...(retiring.state === "inactive" && { hardStopAt: retiring.hardStopAt }),\n',
    killedBy: ["core/key/restore-access-key"],
  },
  {
    name: "a key that may work no longer is brought back",
    file: "core/key/finish-restoration.ts",
    find: "if (endsAt !== undefined && endsAt <= now) return",
    replace: "if (endsAt !== undefined && endsAt >= now) return",
    killedBy: ["core/key/restore-access-key"],
  },
];
