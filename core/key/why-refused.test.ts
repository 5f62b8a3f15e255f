import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aConnection, aKeyCreated, anEntry, SAMPLE_TIME } from "../testing/sample-records.ts";
import { obstacles } from "./obstacles.ts";
import { newOperation } from "./operation.ts";
import type { Take } from "./take.ts";
import { whyRefused } from "./why-refused.ts";

const NOW = SAMPLE_TIME;
const begun = { kind: "issue", compromised: false, by: "Ada", correlationId: "request-1" } as const;
const ours = newOperation({ id: "ours", ...begun }, NOW);
const live = newOperation({ id: "other", ...begun }, plus(NOW, -59_999));
const expired = newOperation({ id: "other", ...begun }, plus(NOW, -60_000));
const current = { accessKeyId: "AKIACURRENT000001", state: "active" as const, createdAt: NOW };
const idempotent = { keyHash: "kours", bodyHash: "body" };
const window = { from: NOW, to: NOW, recoveredAt: NOW };
const entries = (count: number, expiresAt = plus(NOW, 1)) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, anEntry({ expiresAt })]));
const events = (count: number) =>
  Array.from({ length: count }, (_, n) => aKeyCreated(aConnection("acme"), n + 1));
const sixTaken = (oldest: string) => [oldest, ...Array<string>(5).fill(plus(NOW, -1))];

type Row = [title: string, record: Partial<Connection>, take: Partial<Take>, because: string];

const rows: Row[] = [
  ["a tombstone is not there", { state: "deleted" }, {}, "not_found"],
  [
    "a connection being deleted is busy with that",
    { state: "deleting", operation: live },
    {},
    "operation_in_progress",
  ],
  ["an operation that is ours after all", { operation: ours }, {}, "ours"],
  [
    "ours, that has marked the connection",
    { state: "deleting", operation: ours },
    { kind: "delete" },
    "ours",
  ],
  [
    "ours, before a request remembered",
    { operation: ours, idempotency: { kours: anEntry() } },
    { idempotent },
    "ours",
  ],
  ["a request answered before", { idempotency: { kours: anEntry() } }, { idempotent }, "answered"],
  [
    "answered, before a running operation",
    { operation: live, idempotency: { kours: anEntry() } },
    { idempotent },
    "answered",
  ],
  [
    "answered, until its expiry",
    { idempotency: { kours: anEntry({ expiresAt: plus(NOW, 1) }) } },
    { idempotent },
    "answered",
  ],
  [
    "answered and forgotten",
    { idempotency: { kours: anEntry({ expiresAt: NOW }) } },
    { idempotent },
    "changed",
  ],
  [
    "the key of another request",
    { idempotency: { kours: anEntry({ bodyHash: "x" }) } },
    { idempotent },
    "idempotency_key_reused",
  ],
  ["a running operation", { operation: live }, {}, "operation_in_progress"],
  [
    "a running one, before a changed key",
    { operation: live, current },
    { expectedAccessKeyId: null },
    "operation_in_progress",
  ],
  ["an expired operation", { operation: expired }, {}, "abandoned"],
  ["still being created", { state: "creating" }, {}, "service_not_ready"],
  ["still being created, to be deleted", { state: "creating" }, { kind: "delete" }, "changed"],
  ["another key than expected", { current }, { expectedAccessKeyId: "AKIAOTHER00000001" }, "key_changed"],
  ["a key where none was expected", { current }, { expectedAccessKeyId: null }, "key_changed"],
  ["none where one was expected", {}, { expectedAccessKeyId: current.accessKeyId }, "key_changed"],
  ["the expected key", { current }, { expectedAccessKeyId: current.accessKeyId }, "changed"],
  ["an outbox with room for one operation", { outbox: events(45) }, {}, "changed"],
  ["an outbox without", { outbox: events(46) }, {}, "busy"],
  ["three windows", { windows: [window, window, window] }, {}, "changed"],
  ["four windows", { windows: [window, window, window, window] }, {}, "busy"],
  [
    "four windows, for a removal",
    { windows: [window, window, window, window] },
    { kind: "remove" },
    "changed",
  ],
  ["19 requests remembered", { idempotency: entries(19) }, { idempotent }, "changed"],
  ["20 requests remembered", { idempotency: entries(20) }, { idempotent }, "too_many_idempotency_keys"],
  ["20, none of which matters without a key", { idempotency: entries(20) }, {}, "changed"],
  ["20, expired", { idempotency: entries(20, NOW) }, { idempotent }, "forgettable"],
  [
    "six operations within a minute",
    { recentOperations: sixTaken(plus(NOW, -59_999)) },
    {},
    "too_many_operations",
  ],
  ["six in just a minute", { recentOperations: sixTaken(plus(NOW, -60_000)) }, {}, "changed"],
  ["six, but Keyturn itself asks", { recentOperations: sixTaken(NOW) }, { kind: "tidy" }, "changed"],
  ["five operations within a minute", { recentOperations: sixTaken(NOW).slice(1) }, {}, "changed"],
];

describe("why a take was refused", () => {
  const given: Take = { ref: { org: "acme", connectionId: "" }, kind: "issue", by: anAdmin };
  const deployment = { keyOperationsPerMinute: 6 };
  const refusalOf = (record: Connection, take: Partial<Take> = {}) =>
    whyRefused(record, ours, obstacles({ ...given, ...take }, record, deployment, NOW));

  test.each(rows)("%s", (_, change, take, because) => {
    const why = refusalOf(aConnection("acme", change), take);
    expect(why.because === "refused" ? why.error.code : why.because).toBe(because);
  });

  test("says when to come again: the lease's end, the minute's end", () => {
    const running = refusalOf(aConnection("acme", { operation: live }));
    expect(running).toMatchObject({ error: { more: { retryAfterSeconds: 1 } } });
    const often = aConnection("acme", { recentOperations: sixTaken(plus(NOW, -15_500)) });
    expect(refusalOf(often)).toMatchObject({
      error: { more: { retryAfterSeconds: 45, params: { max: 6 } } },
    });
  });
});
