import { table } from "../../bench/table.ts";
import { canBefall, faultNames } from "./faults.ts";

/** What some histories came upon; fit to be sent between processes. */
export interface Found {
  histories: number;
  reached: string[];
  steps: [string, number][];
  met: [string, number][];
}

/** Which fault befell which step, of all histories together. */
export class Coverage {
  histories = 0;
  readonly reached = new Set<string>();
  readonly #steps = new Map<string, number>();
  readonly #met = new Map<string, number>();

  add(found: {
    histories?: number;
    reached: Iterable<string>;
    steps: Iterable<[string, number]>;
    met: Iterable<[string, number]>;
  }): void {
    this.histories += found.histories ?? 1;
    for (const one of found.reached) this.reached.add(one);
    for (const [step, times] of found.steps) this.#steps.set(step, (this.#steps.get(step) ?? 0) + times);
    for (const [what, times] of found.met) this.#met.set(what, (this.#met.get(what) ?? 0) + times);
  }

  found(): Found {
    const { histories, reached } = this;
    return { histories, reached: [...reached], steps: [...this.#steps], met: [...this.#met] };
  }

  /** Faults by operation, in numbers; and the frequent steps that some fault never befell. */
  summary(): string {
    const steps = [...this.#steps.keys()];
    const operations = this.#rows(steps, (step) => step.split(" · ")[0] ?? "");
    const never = this.#never();
    const possible = steps.flatMap((step) => faultNames.filter((fault) => canBefall(fault, callOf(step))));
    return [
      ...table([["faults in", ...faultNames, "in all"], ...operations]),
      "",
      `${this.histories} histories, ${total(this.#steps)} calls, ${total(this.#met)} faults at ${steps.length} steps; ` +
        `${possible.length - never.length} of ${possible.length} pairs of step and fault were hit.`,
      `Never, at the steps tried most: ${never.slice(0, 8).join(", ") || "none"}`,
    ].join("\n");
  }

  /** Faults by port and call. */
  byCall(): string {
    return this.#text([...this.#steps.keys()], callOf);
  }

  /** Faults by step of each operation. */
  byStep(): string {
    return this.#text([...this.#steps.keys()], (step) => step);
  }

  #text(steps: string[], by: (step: string) => string): string {
    return table([["", ...faultNames, "in all"], ...this.#rows(steps, by)]).join("\n");
  }

  #rows(steps: string[], by: (step: string) => string): string[][] {
    return [...Map.groupBy(steps, by)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, some]) => {
        const counts = faultNames.map((fault) =>
          some.reduce((sum, step) => sum + (this.#met.get(`${step} ~ ${fault}`) ?? 0), 0),
        );
        const isPossible = faultNames.map((fault) => some.some((step) => canBefall(fault, callOf(step))));
        const cells = counts.map((count, place) => (isPossible[place] ? String(count) : "-"));
        return [name, ...cells, String(counts.reduce((sum, count) => sum + count, 0))];
      });
  }

  /** Pairs of step and fault that can be and were not, the steps that were tried most first. */
  #never(): string[] {
    const byTimes = [...this.#steps].sort(([, a], [, b]) => b - a);
    return byTimes.flatMap(([step]) =>
      faultNames
        .filter((fault) => canBefall(fault, callOf(step)) && !this.#met.has(`${step} ~ ${fault}`))
        .map((fault) => `${step} ~ ${fault}`),
    );
  }
}

/** `reset · connections.update (take)` is a `connections.update`. */
function callOf(step: string): string {
  return step.split(" · ")[1]?.split(" ")[0] ?? "";
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, one) => sum + one, 0);
}
