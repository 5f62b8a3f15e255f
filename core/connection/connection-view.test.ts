import { describe, expect, test } from "vitest";
import { DAY_MS, plus } from "../clock.ts";
import { orgIdOf } from "../org/org.ts";
import { aConnection, aFullConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import type { Connection } from "./connection.ts";
import { ConnectionView, viewConnection } from "./connection-view.ts";

const key = (state: "active" | "inactive" | "doomed"): Partial<Connection> => ({
  current: { accessKeyId: "AKIACURRENT000001", state, createdAt: SAMPLE_TIME },
});
const viewAfter = (ms: number, change: Partial<Connection>) =>
  viewConnection(aConnection("acme", change), plus(SAMPLE_TIME, ms));

describe("a connection as the API shows it", () => {
  test.each([
    [
      "no key",
      {},
      0,
      { status: "not_configured", accessKeyId: null, keyAgeDays: null, rotationDueAt: null, flagged: false },
    ],
    ["a new key", key("active"), 0, { status: "active", keyAgeDays: 0, flagged: false }],
    ["a key of just under a day", key("active"), DAY_MS - 1, { keyAgeDays: 0 }],
    ["a key of a day", key("active"), DAY_MS, { keyAgeDays: 1 }],
    [
      "a key of just under 180 days",
      key("active"),
      180 * DAY_MS - 1,
      { status: "active", keyAgeDays: 179, flagged: false },
    ],
    ["a key of 180 days", key("active"), 180 * DAY_MS, { status: "due", keyAgeDays: 180, flagged: true }],
    ["a disabled key", key("inactive"), 0, { status: "disabled", accessKeyId: "AKIACURRENT000001" }],
    ["a disabled key of 180 days", key("inactive"), 180 * DAY_MS, { status: "disabled", flagged: true }],
    [
      "a key that is being removed",
      key("doomed"),
      0,
      { status: "not_configured", accessKeyId: null, keyCreatedAt: null },
    ],
    ["a clock that ran backwards", key("active"), -DAY_MS, { keyAgeDays: 0 }],
  ] as const)("%s", (_, change, ms, expected) => {
    expect(viewAfter(ms, change)).toMatchObject(expected);
  });

  test("is due 180 days after the key was made", () => {
    expect(viewAfter(0, key("active")).rotationDueAt).toBe(plus(SAMPLE_TIME, 180 * DAY_MS));
  });

  test("an old key that is held says since when, as long as it is", () => {
    const old = { accessKeyId: "AKIAOLD0000000001", createdAt: SAMPLE_TIME, retireAt: SAMPLE_TIME };
    const living = { ...old, hardStopAt: SAMPLE_TIME, heldSince: SAMPLE_TIME };
    const heldSince = (retiring: Connection["retiring"]) => viewAfter(0, { retiring }).retiring?.heldSince;
    expect(heldSince({ ...living, state: "active" })).toBe(SAMPLE_TIME);
    expect(heldSince({ ...living, state: "inactive", deleteAt: SAMPLE_TIME })).toBeUndefined();
    const leaving = { ...old, state: "leaving", confirmedAt: SAMPLE_TIME, heldSince: SAMPLE_TIME } as const;
    expect(heldSince(leaving)).toBe(SAMPLE_TIME);
    expect(heldSince({ ...leaving, deactivatedAt: SAMPLE_TIME })).toBeUndefined();
  });

  const old = { accessKeyId: "AKIAOLD0000000001", createdAt: SAMPLE_TIME };
  const due = { retireAt: plus(SAMPLE_TIME, 1), hardStopAt: plus(SAMPLE_TIME, 2) };
  const confirmedAt = plus(SAMPLE_TIME, -1);
  test.each<[string, Connection["retiring"], object | null]>([
    ["there is none", undefined, null],
    ["it is on its way out", { ...old, ...due, state: "active" }, { ...due, state: "active" }],
    [
      "it can be restored",
      { ...old, ...due, state: "inactive", deleteAt: plus(SAMPLE_TIME, 3) },
      { ...due, state: "inactive", deleteAt: plus(SAMPLE_TIME, 3) },
    ],
    ["it is being removed", { ...old, state: "doomed", deleteAt: SAMPLE_TIME }, null],
    ["a customer's still works", { ...old, state: "leaving", confirmedAt }, { state: "active" }],
    [
      "a customer's is to be looked at",
      { ...old, state: "leaving", confirmedAt, retireAt: due.retireAt },
      { state: "active", retireAt: due.retireAt },
    ],
    [
      "a customer's was deactivated",
      { ...old, state: "leaving", confirmedAt, deactivatedAt: SAMPLE_TIME },
      { state: "inactive" },
    ],
  ])("says of the old key what is known when %s", (_, retiring, shown) => {
    const expected = shown && { accessKeyId: old.accessKeyId, ...shown };
    expect(viewAfter(0, { retiring }).retiring).toStrictEqual(expected);
  });

  test("a customer's says where its pair is kept; the provider's has no such place", () => {
    const provided = viewAfter(0, {});
    expect(provided.owner).toBe("provider");
    expect(provided).not.toHaveProperty("secretName");
    const customers = viewAfter(0, { customer: { accountId: "111122223333" } });
    const secretName = `keyturn/${orgIdOf("acme")}/${customers.connectionId}`;
    expect(customers).toMatchObject({ owner: "customer", secretName });
  });

  test("has the fields of the contract and no others: nothing of how Keyturn works, no org", () => {
    const view = viewConnection(aFullConnection("acme"), SAMPLE_TIME);
    expect(ConnectionView.parse(view)).toEqual(view);
    const inner = [
      "org",
      "cellId",
      "operation",
      "outbox",
      "idempotency",
      "windows",
      "version",
      "secretAccessKey",
    ];
    expect(inner.filter((name) => name in view)).toEqual([]);
  });
});
