import { expect, test } from "vitest";
import { plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aConnection, SAMPLE_TIME as NOW } from "../testing/sample-records.ts";
import { obstacles } from "./obstacles.ts";
import { newOperation } from "./operation.ts";
import { whyRefused } from "./why-refused.ts";

const begun = { kind: "delete", compromised: false, by: "Ada", correlationId: "request-1" } as const;
const ours = newOperation({ id: "ours", ...begun, kind: "tidy" }, NOW);
const deleting = newOperation({ id: "other", ...begun }, plus(NOW, -18_000));

test.each<[string, Partial<Connection>, object]>([
  [
    "a tombstone as if it had never been",
    { state: "deleted" },
    { code: "not_found", detail: "There is no such connection." },
  ],
  [
    "a deletion under way, until its lease ends",
    { state: "deleting", operation: deleting },
    { code: "operation_in_progress", more: { retryAfterSeconds: 42 } },
  ],
  [
    "a deletion that waits for another try, for a minute",
    { state: "deleting" },
    { code: "operation_in_progress", more: { retryAfterSeconds: 60 } },
  ],
  [
    "a creation under way, for some seconds",
    { state: "creating" },
    {
      code: "service_not_ready",
      detail: "The data service is still being created.",
      more: { retryAfterSeconds: 5 },
    },
  ],
])("a take is told of %s", (_, change, error) => {
  const record = aConnection("acme", change);
  const take = { ref: record, kind: "tidy", by: anAdmin } as const;
  const inTheWay = obstacles(take, undefined, { keyOperationsPerMinute: 6 }, NOW);
  expect(whyRefused(record, ours, inTheWay)).toMatchObject({ because: "refused", error });
});
