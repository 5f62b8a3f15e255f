import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aConnection, SAMPLE_TIME as NOW } from "../testing/sample-records.ts";
import type { RetiringKey } from "./access-key.ts";
import { newOperation, type Operation } from "./operation.ts";
import type { Take } from "./take.ts";
import { takePatch } from "./take-patch.ts";

const old = { accessKeyId: "AKIARETIRING00001", createdAt: NOW, retireAt: NOW, hardStopAt: NOW };
const working: RetiringKey = { ...old, state: "active" };
const retired = (deleteAt: string): RetiringKey => ({ ...old, state: "inactive", deleteAt });

/** Whether the old key is doomed by the take of an operation of that kind. */
function isDoomed(kind: Operation["kind"], retiring: RetiringKey, change: Partial<Take> = {}): boolean {
  const seen = aConnection("acme", { retiring });
  const take: Take = { ref: seen, kind, by: anAdmin, seen, ...change };
  const begun = { id: "operation-1", kind, compromised: false, by: "Ada", correlationId: "request-1" };
  const { set } = takePatch(take, newOperation(begun, NOW), seen, []);
  return set?.retiring?.state === "doomed";
}

describe("an old key is doomed", () => {
  test.each<[string, Operation["kind"], RetiringKey, Partial<Take>, boolean]>([
    ["by a tidying from the instant on that it can be restored no more", "tidy", retired(NOW), {}, true],
    ["by no tidying a millisecond before", "tidy", retired(plus(NOW, 1)), {}, false],
    ["by no tidying while it works", "tidy", working, {}, false],
    ["by no restoration that is as late", "restore", retired(NOW), {}, false],
    ["by no end of the current key", "disable", retired(NOW), {}, false],
    ["by a reset that is immediate, although it works", "issue", working, {}, true],
    ["by no staged reset", "issue", retired(NOW), { staged: true }, false],
    ["by a removal", "remove", working, {}, true],
    ["by a deletion", "delete", working, {}, true],
  ])("%s", (_, kind, retiring, change, expected) => {
    expect(isDoomed(kind, retiring, change)).toBe(expected);
  });
});
