import type { Mistake } from "../mistake.ts";

/** Of the steps of a reset, and in whose hands its answer is. */
export const mistakes: Mistake[] = [
  {
    name: "the old key is deleted before the new one is in the record",
    file: "core/key/reset-access-key.ts",
    find: `  const committed = await commitReset(ports, run, issued, previous);
  const previousKeyStopped = await deleteKeyPersistently(ports, held, previous, callsEndAt(held.operation));`,
    replace: `  const previousKeyStopped = await deleteKeyPersistently(ports, held, previous, callsEndAt(held.operation));
  const committed = await commitReset(ports, run, issued, previous);`,
    killedBy: ["core/key/staged-reset"],
  },
  {
    name: "every reset stops the old key before there is a new one",
    file: "core/key/issue-key.ts",
    find: "if (held.operation.compromised && held.current) {",
    replace: "if (held.current) {",
    killedBy: ["core/key/reset-access-key"],
  },
  {
    name: "a leaked key is stopped only once it has a successor",
    file: "core/key/issue-key.ts",
    find: `    if (held.operation.compromised && held.current) {
      await deactivateKey(ports, held, held.current, until);
      run.contained = true;
    }
    run.findings.deletedIds.push(...(await deleteRetiring(ports, held, until)));
    run.cleared = true;
    return await createKey(ports, held, run.findings);`,
    replace: `    run.findings.deletedIds.push(...(await deleteRetiring(ports, held, until)));
    run.cleared = true;
    const issued = await createKey(ports, held, run.findings);
    if (held.operation.compromised && held.current) {
      await deactivateKey(ports, held, held.current, until);
      run.contained = true;
    }
    return issued;`,
    killedBy: ["core/key/compromised-key"],
  },
  {
    name: "the reset of a leaked key is staged where the policy says so",
    file: "core/key/reset-access-key.ts",
    find: 'mode ?? (reason === "compromised" ? "immediate" : reset.defaultMode)',
    replace: 'mode ?? (reason === "lost" ? "immediate" : reset.defaultMode)',
    killedBy: ["core/key/compromised-key"],
  },
  {
    name: "the commit of a reset does not ask whose the lease is",
    file: "core/key/reset-writes.ts",
    find: 'when: [equals("operation.id", operation.id), equals("operation.phase", "taken")],',
    replace: 'when: [equals("operation.phase", "taken")],',
    killedBy: ["core/key/slow-holder"],
  },
  {
    name: "the last write of an operation does not ask whose the lease is",
    file: "core/key/end-operation.ts",
    find: '      equals("operation.id", operation.id),\n',
    replace: "",
    killedBy: ["core/key/slow-holder"],
  },
  {
    name: "a key that could not be deleted is forgotten",
    file: "core/key/reset-writes.ts",
    find: "retiring: stopped ? undefined : retiring, windows },",
    replace: "retiring: undefined, windows },",
    killedBy: ["core/key/reset-access-key"],
  },
  {
    name: "the answer says that the old key has stopped, whatever IAM said",
    file: "core/key/reset-access-key.ts",
    find: "return { ...answer, connection, created: false, previousKeyStopped };",
    replace: "return { ...answer, connection, created: false, previousKeyStopped: true };",
    killedBy: ["core/key/reset-access-key"],
  },
  {
    name: "a disabled key is given a grace",
    file: "core/key/reset-access-key.ts",
    find: 'return staged && taken.current?.state === "active"',
    replace: "return staged && taken.current",
    killedBy: ["core/sweep/calendar"],
  },
  {
    name: "the longest grace of the policy is refused",
    file: "core/key/reset-access-key.ts",
    find: "if (graceHours > reset.graceHoursMax) {",
    replace: "if (graceHours >= reset.graceHoursMax) {",
    killedBy: ["core/key/staged-reset"],
  },
  {
    name: "an unknown outcome is taken for a failure, and the lease given up",
    file: "core/key/issue-key.ts",
    find: "error instanceof DomainError || isDefinite(error);",
    replace: 'error instanceof DomainError || isDefinite(error) || failureOf(error) === "unknown";',
    killedBy: ["core/key/reset-access-key"],
  },
  {
    name: "the lease is given up while a leaked key works",
    file: "core/key/issue-key.ts",
    find: "held.operation.compromised && held.current && !run.contained;",
    replace: "held.operation.compromised && held.current && run.contained;",
    killedBy: ["core/key/compromised-key"],
  },
  {
    name: "CreateAccessKey is sent again although it may have made a key",
    file: "core/key/create-key.ts",
    find: 'if (failureOf(error) !== "missing" || !isNew(ports, held)) throw error;\n    }',
    replace: 'if (failureOf(error) === "limit_exceeded" || !isNew(ports, held)) throw error;\n    }',
    killedBy: ["core/key/create-key", "core/key/reset-access-key"],
  },
  {
    name: "a call begins at the very end of its time",
    file: "core/key/key-calls.ts",
    find: "if (clock.now() >= until) throw",
    replace: "if (clock.now() > until) throw",
    killedBy: ["core/key/key-calls"],
  },
  {
    name: "a key that IAM does not know yet is taken for deleted",
    file: "core/key/key-calls.ts",
    find: "    if (isTooNew(key, askedAt)) throw notYetVisible(call);\n",
    replace: "    if (isTooNew(key, askedAt) && askedAt < key.createdAt) throw notYetVisible(call);\n",
    killedBy: ["core/key/key-calls"],
  },
  {
    name: "a late answer counts as one of now",
    file: "core/key/key-calls.ts",
    find: "    if (isTooNew(key, askedAt)) throw notYetVisible(call);\n",
    replace: "    if (askedAt && isTooNew(key, clock.now())) throw notYetVisible(call);\n",
    killedBy: ["core/key/key-calls"],
  },
  {
    name: "a retiring key that is not doomed is deleted on the way",
    file: "core/key/delete-keys.ts",
    find: 'if (held.retiring?.state !== "doomed") return [];',
    replace: "if (!held.retiring) return [];",
    killedBy: ["core/key/restore-access-key"],
  },
  {
    name: "a removal leaves the retiring key",
    file: "core/key/delete-keys.ts",
    find: "const keys = [held.current, held.retiring].filter",
    replace: "const keys = [held.current].filter",
    killedBy: ["core/key/remove-access-key", "core/key/staged-reset"],
  },
  {
    name: "a removal marks nothing before it destroys",
    file: "core/key/take.ts",
    find: 'return take.kind === "remove" || take.kind === "delete";',
    replace: 'return take.kind === "delete";',
    killedBy: ["core/key/remove-access-key"],
  },
  {
    name: "a portal without removal removes keys after all",
    file: "core/key/remove-access-key.ts",
    find: "if (!ports.deployment.preset.removalAllowed) throw",
    replace: "if (!ports.deployment.preset.removalAllowed && !seen.current) throw",
    killedBy: ["core/key/remove-access-key"],
  },
];
