import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { holds } from "../record/patch.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import type { RetiringKey } from "./access-key.ts";
import { newOperation } from "./operation.ts";
import { changesSince } from "./seen-keys.ts";
import type { Take } from "./take.ts";
import { whyRefused } from "./why-refused.ts";

const later = plus(SAMPLE_TIME, 1);
const current = { accessKeyId: "AKIACURRENT000001", state: "active" as const, createdAt: SAMPLE_TIME };
const another = { ...current, accessKeyId: "AKIACURRENT000002" };
const key = { accessKeyId: "AKIARETIRING00001", createdAt: SAMPLE_TIME };
const ends = { retireAt: SAMPLE_TIME, hardStopAt: SAMPLE_TIME };
const active = { ...key, ...ends, state: "active" as const };
const inactive = { ...key, ...ends, state: "inactive" as const, deleteAt: SAMPLE_TIME };
const doomed = { ...active, state: "doomed" as const };
const leaving = { ...key, state: "leaving" as const, confirmedAt: SAMPLE_TIME, retireAt: SAMPLE_TIME };
const fresh = { ...active, accessKeyId: "AKIARETIRING00002" };

type Row = [
  title: string,
  take: Partial<Take>,
  seen: RetiringKey | undefined,
  found: RetiringKey | undefined,
  why: string,
];

/** What is found of the old key, where it was seen as told: whether a take goes through. */
const rows: Row[] = [
  ["a retirement of the key as it was seen", { kind: "retire" }, active, active, "nothing"],
  ["of another key", { kind: "retire" }, active, fresh, "key_changed"],
  ["of one that is gone", { kind: "retire" }, active, undefined, "key_changed"],
  [
    "of one that has another grace since",
    { kind: "retire" },
    active,
    { ...active, retireAt: later },
    "key_changed",
  ],
  ["of one that was retired meanwhile", { kind: "retire" }, active, inactive, "key_changed"],
  ["of one that was seen retired, and is restored", { kind: "retire" }, inactive, active, "key_changed"],
  ["of a customer's key as it was seen", { kind: "retire" }, leaving, leaving, "nothing"],
  [
    "of a customer's key that is looked at another time",
    { kind: "retire" },
    leaving,
    { ...leaving, retireAt: later },
    "nothing",
  ],
  ["of a customer's key that is gone", { kind: "retire" }, leaving, undefined, "key_changed"],
  ["a restoration of the key as it was seen", { kind: "restore" }, inactive, inactive, "nothing"],
  [
    "of one that was restored and retired again",
    { kind: "restore" },
    inactive,
    { ...inactive, deleteAt: later },
    "key_changed",
  ],
  [
    "of one whose grace was another",
    { kind: "restore" },
    inactive,
    { ...inactive, retireAt: later },
    "nothing",
  ],
  ["of one that is to be deleted by now", { kind: "restore" }, inactive, doomed, "key_changed"],
  [
    "a deactivation where the old key's grace is another",
    { kind: "disable" },
    active,
    { ...active, retireAt: later },
    "nothing",
  ],
  ["where the old key is retired by now", { kind: "disable" }, active, inactive, "key_changed"],
  ["where one has come", { kind: "disable" }, undefined, active, "key_changed"],
  ["where a doomed one has come", { kind: "disable" }, undefined, doomed, "nothing"],
  ["where a doomed one is gone by now", { kind: "disable" }, doomed, undefined, "nothing"],
  ["a reset where the old key is as it was seen", { kind: "issue" }, active, active, "nothing"],
  ["where there is one that was not seen", { kind: "issue" }, undefined, active, "changed"],
  ["where a doomed one is gone by now", { kind: "issue" }, doomed, undefined, "nothing"],
  ["where a doomed one has been followed by another", { kind: "issue" }, doomed, fresh, "changed"],
  [
    "a staged one, with another under way",
    { kind: "issue", staged: true },
    active,
    active,
    "rotation_in_progress",
  ],
  ["with a doomed one in nobody's way", { kind: "issue", staged: true }, undefined, doomed, "nothing"],
  [
    "a tidying of a key that was retired again meanwhile",
    { kind: "tidy" },
    inactive,
    { ...inactive, deleteAt: later },
    "changed",
  ],
];

describe("what has changed since it was seen is in the way of", () => {
  const given: Take = { ref: { org: "acme", connectionId: "" }, kind: "issue", by: anAdmin };
  const ours = newOperation(
    { id: "ours", kind: "issue", compromised: false, by: "Ada", correlationId: "request-1" },
    SAMPLE_TIME,
  );
  const met = (change: Partial<Take>, seen: Connection | undefined, found: Partial<Connection>) => {
    const changes = changesSince({ ...given, ...change }, seen);
    const record = { ...aConnection("acme"), ...found };
    if (changes.every(({ unless }) => holds(record, unless))) return "nothing";
    const why = whyRefused(record, ours, changes);
    return why.because === "refused" ? why.error.code : why.because;
  };
  const withOld = (retiring: RetiringKey | undefined) => aConnection("acme", retiring && { retiring });

  test.each(rows)("%s", (_, take, seen, found, why) => {
    expect(met(take, withOld(seen), withOld(found))).toBe(why);
  });

  test.each([
    ["of the key that was seen", current, current, "nothing"],
    ["of another", current, another, "changed"],
    ["of one that is gone", current, undefined, "changed"],
    ["where one has come", undefined, current, "changed"],
    ["where there was none and is none", undefined, undefined, "nothing"],
  ])("a removal %s: it dooms what it knows", (_, seen, found, why) => {
    const record = aConnection("acme", seen && { current: seen });
    for (const kind of ["remove", "delete"] as const) {
      expect(met({ kind }, record, found ? { current: found } : {})).toBe(why);
    }
  });

  test("a removal that has seen nothing, unless there is no key", () => {
    expect(met({ kind: "remove" }, undefined, {})).toBe("nothing");
    expect(met({ kind: "remove" }, undefined, { current })).toBe("changed");
  });

  test("what Keyturn does by itself, whatever it is", () => {
    const seen = aConnection("acme", { current });
    const itself = { kind: "disable", unchanged: true } as const;
    expect(met(itself, seen, seen)).toBe("nothing");
    expect(met(itself, seen, { ...seen, version: seen.version + 1 })).toBe("key_changed");
  });
});
