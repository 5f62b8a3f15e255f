import type { Mistake } from "../mistake.ts";

/** Of leases, and of what whoever finds an abandoned one does. */
export const mistakes: Mistake[] = [
  {
    name: "the lease is not looked at",
    file: "core/key/obstacles.ts",
    find: 'unless: absent("operation"),',
    replace: 'unless: anyOf(absent("operation"), atMost("operation.takenAt", now)),',
    killedBy: ["core/key/take-operation"],
  },
  {
    name: "an abandoned operation is overwritten by the next",
    file: "core/key/obstacles.ts",
    find: 'unless: absent("operation"),',
    replace: 'unless: anyOf(absent("operation"), atMost("operation.expiresAt", now)),',
    killedBy: ["core/key/staged-reset"],
  },
  {
    name: "a lease lasts a moment longer than it says",
    file: "core/key/operation.ts",
    find: "return operation.expiresAt <= now;",
    replace: "return operation.expiresAt < now;",
    killedBy: ["core/key/take-operation", "core/key/recover-operation"],
  },
  {
    name: "a takeover keeps the operation's id, so that who was slow may still write",
    file: "core/key/operation.ts",
    find: "return { ...operation, id, takenAt: now,",
    replace: "return { ...operation, id: operation.id || id, takenAt: now,",
    killedBy: ["core/key/recover-operation"],
  },
  {
    name: "an abandoned operation is on no agenda",
    file: "core/key/take-patch.ts",
    find: "set: { operation, nextActionAt: operation.expiresAt, ",
    replace: "set: { operation, ",
    killedBy: ["core/key/recover-operation", "core/key/take-operation"],
  },
  {
    name: "a lost reply is taken for a failure",
    file: "core/key/write-own.ts",
    find: "if (record && isMine(record)) return record;",
    replace: "if (record && isMine(record) && attempt > PAUSES_MS.length) return record;",
    killedBy: ["core/key/reset-access-key"],
  },
  {
    name: "recovery deletes the oldest of the keys",
    file: "core/key/audit-keys.ts",
    find: `  for (const key of unknownTo(connection, listed)) {
    if (await isOrphan(ports, connection, key, windows, until)) {`,
    replace: `  const [oldest] = listed.toSorted((one, other) => one.createdAt.localeCompare(other.createdAt));
  for (const key of listed.length > 1 ? listed : unknownTo(connection, listed)) {
    if (listed.length > 1 ? key === oldest : await isOrphan(ports, connection, key, windows, until)) {`,
    killedBy: ["core/key/recover-operation", "core/key/audit-keys"],
  },
  {
    name: "any unknown key that was never used is taken for ours",
    file: "core/key/audit-keys.ts",
    find: "if (!isWithin(windows, key.createdAt) || isSpared(connection, key)) return false;",
    replace: "if (windows.length === 0 || isSpared(connection, key)) return false;",
    killedBy: ["core/key/audit-keys"],
  },
  {
    name: "a key made in a window is deleted although it was used",
    file: "core/key/audit-keys.ts",
    find: "(await ports.accessKeys.lastUse(connection, key.accessKeyId, until)) === null",
    replace: "(await ports.accessKeys.lastUse(connection, key.accessKeyId, until)) !== undefined",
    killedBy: ["core/key/audit-keys"],
  },
  {
    name: "the old key of the record is taken for a stranger's",
    file: "core/key/audit-keys.ts",
    find: "    connection.retiring?.accessKeyId === accessKeyId ||\n",
    replace: "",
    killedBy: ["core/key/audit-keys"],
  },
  {
    name: "a key that was made in the first second of a window is none of ours",
    file: "core/key/window.ts",
    find: "window.from <= created && created <= window.to",
    replace: "window.from < created && created <= window.to",
    killedBy: ["core/key/window"],
  },
  {
    name: "a window begins when the operation was taken over",
    file: "core/key/window.ts",
    find: "from: plus(operation.startedAt, -BEFORE_MS),",
    replace: "from: plus(operation.takenAt, -BEFORE_MS),",
    killedBy: ["core/key/window", "core/key/recover-operation"],
  },
  {
    name: "a window is closed by a list taken too soon after the last recovery",
    file: "core/key/window.ts",
    find: "return plus(latest(window.to, window.recoveredAt), CLEAN_AFTER_MS);",
    replace: "return latest(plus(window.to, CLEAN_AFTER_MS), window.recoveredAt);",
    killedBy: ["core/key/window"],
  },
  {
    name: "a window is closed although an orphan came to light",
    file: "core/key/finish-tidying.ts",
    find: "(window) => !clean || closableAt(window) > listedAt",
    replace: "(window) => (!clean && gone.length > 0) || closableAt(window) > listedAt",
    killedBy: ["core/key/tidy-keys"],
  },
  {
    name: "recovery of a reset leaves no window",
    file: "core/key/recover-operation.ts",
    find: "const isOpen = mayHaveCreated(held);",
    replace: "const isOpen = mayHaveCreated(held) && !held.current;",
    killedBy: ["core/key/recover-operation"],
  },
  {
    name: "recovery says that a leaked key works",
    file: "core/key/recover-operation.ts",
    find: 'current: leaked ? { ...leaked, state: "inactive" } : held.current,',
    replace: "current: held.current,",
    killedBy: ["core/key/compromised-key"],
  },
  {
    name: "recovery undoes a reset that was committed",
    file: "core/key/recover-operation.ts",
    find: 'return held.operation.phase === "taken" ? undoReset(ports, held) : finishReset(ports, held);',
    replace: 'return held.operation.phase !== "promote" ? undoReset(ports, held) : finishReset(ports, held);',
    killedBy: ["core/key/recover-operation"],
  },
];
