import { expect, test } from "vitest";
import { CallFailed } from "../errors.ts";
import { type Failures, orFailure } from "./failures.ts";

function aCourse() {
  const failures: Failures = { inARow: 0 };
  const facts: unknown[] = [];
  const log = { info: () => {}, warn: (_: string, said: unknown) => void facts.push(said) };
  const tried = (work: () => Promise<void>) => orFailure({ log }, failures, "con_1", work);
  return {
    facts,
    fails: (error: Error) => tried(() => Promise.reject(error)),
    works: () => tried(() => Promise.resolve()),
  };
}
const call = () => new CallFailed("ListAccessKeys", "throttled");

test("the fifth call in a row that fails ends a pass, and one that works begins the count anew", async () => {
  const { fails, works, facts } = aCourse();
  for (let n = 0; n < 4; n++) await fails(call());
  await works();
  for (let n = 0; n < 4; n++) await fails(call());
  await expect(fails(call())).rejects.toBeInstanceOf(CallFailed);
  expect(facts).toEqual(Array(9).fill({ id: "con_1", error: "ListAccessKeys: throttled" }));
});

test("records that cannot be read end no pass, however many, and nothing of them is logged but whose they are", async () => {
  const { fails, facts } = aCourse();
  for (let n = 0; n < 6; n++) await fails(new TypeError("a field holds wJalrXUtnFEMI"));
  expect(facts).toEqual(Array(6).fill({ id: "con_1", error: "TypeError" }));
});
