import { describe, expect, test } from "vitest";
import { runHistory } from "./history.ts";
import { kindOf } from "./kind-of-violation.ts";
import { sabotages } from "./sabotages.ts";
import { shrink } from "./shrink.ts";
import { parseOptions } from "./simulation-options.ts";
import { storyOf } from "./story.ts";

/** A broken rule shows in some histories only; these are enough for each of them. */
const HISTORIES_MAX = 2_500;

/** Where those that show late were last seen, to look there first: another change of the simulation moves them. */
const LAST_SEEN_AT: Record<string, number> = {
  "an audit takes any unknown key for an orphan": 96,
  "a lease never expires": 44,
  "a window has no margin for clocks that differ": 457,
  "the operations of a minute count for ever": 31,
  "a record looks as if nothing had changed for an hour": 59,
  "a pair is made current before it is committed": 149,
};

/** A history that breaks what must hold when that rule is broken. */
async function someBroken(rule: string) {
  const first = LAST_SEEN_AT[rule] ?? 1;
  for (let tried = 0; tried < HISTORIES_MAX; tried++) {
    const seed = 1 + ((first - 1 + tried) % HISTORIES_MAX);
    const history = await runHistory(seed, { sabotage: sabotages[rule] });
    if (history.violations.length > 0) return { seed, history };
  }
  throw new Error(`nobody noticed that ${rule}`);
}

describe("the simulation", () => {
  test("tells the same history for the same seed, and another for another", async () => {
    const [first, again, other] = [7, 7, 8].map((seed) => runHistory(seed, { traced: true }));
    const lines = (await first)?.lines ?? [];
    expect(lines.length).toBeGreaterThan(20);
    expect((await again)?.lines).toEqual(lines);
    expect((await other)?.lines).not.toEqual(lines);
  });

  test("tells the same history when all that came to pass in it may come to pass", async () => {
    const whole = await runHistory(7, { traced: true });
    const again = await runHistory(7, { only: whole.made, traced: true });
    expect(again.lines).toEqual(whole.lines);
    expect((await runHistory(7, { only: [] })).made).toEqual([]);
  });

  test.each(Object.keys(sabotages))("notices when %s", async (rule) => {
    await someBroken(rule);
  });
});

describe("a failing history", () => {
  const rules = ["an orphan's window is forgotten", "a leaked key is left active"];

  test.each(rules)("is told without what it can do without: %s", async (rule) => {
    const { seed } = await someBroken(rule);
    const options = { sabotage: sabotages[rule] };
    const { whole, minimal, isMinimal } = await shrink(seed, options);
    const kind = kindOf(whole.violations[0] ?? "");
    expect(minimal.violations.map(kindOf)).toContain(kind);
    expect(isMinimal).toBe(true);
    expect(minimal.made.length).toBeLessThan(whole.made.length / 4);
    expect(minimal.lines.length).toBeLessThan(whole.lines.length / 2);
    for (const name of minimal.made) {
      const only = minimal.made.filter((one) => one !== name);
      const { violations } = await runHistory(seed, { ...options, only });
      expect(violations.map(kindOf), `without ${name}`).not.toContain(kind);
    }
  });

  test("is run again by the command that its story ends with", async () => {
    const rule = rules[0] as string;
    const { seed } = await someBroken(rule);
    const story = await storyOf(seed, rule);
    const command = /npm run simulate -- (.*)$/m.exec(story)?.[1] ?? "";
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    const options = parseOptions(args);
    expect(options).toMatchObject({ from: seed, histories: 1, sabotage: rule });
    const again = await runHistory(seed, { only: options?.only, sabotage: sabotages[rule], traced: true });
    expect(again.violations.length).toBeGreaterThan(0);
    for (const violation of again.violations) expect(story).toContain(violation);
    expect(story).toContain(again.lines.at(-1));
  });

  test("is not looked into for longer than was said", async () => {
    const { seed } = await someBroken(rules[0] as string);
    const { reruns, isMinimal } = await shrink(seed, { sabotage: sabotages[rules[0] as string] }, 3);
    expect(reruns).toBe(3);
    expect(isMinimal).toBe(false);
  });
});
