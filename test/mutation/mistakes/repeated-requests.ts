import type { Mistake } from "../mistake.ts";

/** Of requests that are sent twice, at once, or too often. */
export const mistakes: Mistake[] = [
  {
    name: "a request is remembered before it is answered",
    file: "core/key/reset-writes.ts",
    find: "      ...announced.set,\n      ...touched(caller.name, now),",
    replace:
      "      ...announced.set,\n      idempotency: answeredRequests(run, issued, now),\n      ...touched(caller.name, now),",
    killedBy: ["core/key/idempotency", "core/key/recover-operation"],
  },
  {
    name: "a request is remembered a moment too long",
    file: "core/key/idempotency.ts",
    find: "entry.expiresAt > now)",
    replace: "entry.expiresAt >= now)",
    killedBy: ["core/key/idempotency", "core/key/why-refused"],
  },
  {
    name: "callers share their idempotency keys",
    file: "core/key/idempotency.ts",
    find: "sha256Hex(JSON.stringify([sub, key]))",
    replace: "sha256Hex(JSON.stringify([sub.length, key]))",
    killedBy: ["core/key/idempotency"],
  },
  {
    name: "another request under the same key is answered as the first",
    file: "core/key/obstacles.ts",
    find: "return entry.bodyHash === request.bodyHash\n",
    replace: 'return entry.bodyHash !== ""\n',
    killedBy: ["core/key/idempotency", "core/key/why-refused"],
  },
  {
    name: "one operation more than allowed goes through in a minute",
    file: "core/key/obstacles.ts",
    find: "perMinute - 1}`",
    replace: "perMinute}`",
    killedBy: ["core/key/limits"],
  },
  {
    name: "an operation begins with no room left for its events",
    file: "core/key/obstacles.ts",
    find: "OUTBOX_EVENTS_MAX - EVENTS_PER_OPERATION_MAX + 1",
    replace: "OUTBOX_EVENTS_MAX + EVENTS_PER_OPERATION_MAX - 1",
    killedBy: ["core/key/limits", "core/key/take-operation"],
  },
  {
    name: "who expects no key is taken for one who expects nothing",
    file: "core/key/obstacles.ts",
    find: "...(take.expectedAccessKeyId === undefined ? [] : [anotherKey(take.expectedAccessKeyId)]),",
    replace: "...(!take.expectedAccessKeyId ? [] : [anotherKey(take.expectedAccessKeyId)]),",
    killedBy: ["core/key/reset-access-key", "core/key/take-operation"],
  },
  {
    name: "a service is made a second time while the first request is remembered",
    file: "core/record/creation.ts",
    find: "if (!made || made.expiresAt <= now) return false;",
    replace: "if (!made || made.expiresAt >= now) return false;",
    killedBy: ["core/record/creation"],
  },
];
