import { table } from "../../bench/table.ts";

/** How requests that were aimed at one route were answered. */
interface Counts {
  validDone: number;
  validRefused: number;
  brokenDone: number;
  brokenRefused: number;
  unanswered: number;
}

export interface Tallied {
  route: string;
  isValid: boolean;
  /** Undefined where no answer came. */
  status: number | undefined;
  ms: number;
}

const SLOWEST = 10;

/** What came of the requests of a run. */
export class Tally {
  readonly #routes = new Map<string, Counts>();
  readonly #statuses = new Map<string, number>();
  readonly #ms: number[] = [];
  #slowest: Tallied[] = [];

  add(one: Tallied): void {
    const counts = this.#of(one.route);
    const { status, isValid } = one;
    if (status === undefined) counts.unanswered += 1;
    else if (status < 400) counts[isValid ? "validDone" : "brokenDone"] += 1;
    else counts[isValid ? "validRefused" : "brokenRefused"] += 1;
    const name = String(status ?? "none");
    this.#statuses.set(name, (this.#statuses.get(name) ?? 0) + 1);
    this.#ms.push(one.ms);
    if (one.ms > (this.#slowest.at(-1)?.ms ?? 0) || this.#slowest.length < SLOWEST) {
      this.#slowest = [...this.#slowest, one].sort((a, b) => b.ms - a.ms).slice(0, SLOWEST);
    }
  }

  /** Routes that were never reached: nothing was done there, or nothing refused. */
  unreached(routes: readonly string[], neverRefuse: readonly string[] = []): string[] {
    return routes.flatMap((route) => {
      const { validDone, brokenDone, validRefused, brokenRefused } = this.#of(route);
      return [
        ...(validDone + brokenDone === 0 ? [`${route}: nothing was ever done`] : []),
        ...(validRefused + brokenRefused === 0 && !neverRefuse.includes(route)
          ? [`${route}: nothing was ever refused`]
          : []),
      ];
    });
  }

  report(): string {
    const rows = [...this.#routes].map(([route, one]) => [
      route,
      ...[one.validDone, one.validRefused, one.brokenRefused, one.brokenDone, one.unanswered].map(String),
    ]);
    const head = ["", "valid, done", "valid, refused", "broken, refused", "broken, done", "no answer"];
    const statuses = [...this.#statuses].sort().map(([status, count]) => `${status}: ${count}`);
    const ms = this.#ms.toSorted((a, b) => a - b);
    const at = (part: number) => (ms[Math.min(ms.length - 1, Math.floor(ms.length * part))] ?? 0).toFixed(1);
    return [
      ...table([head, ...rows]),
      "",
      `${ms.length} requests. By status: ${statuses.join(", ")}`,
      `Time: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms. The slowest:`,
      ...this.#slowest.map(
        ({ route, status, ms: took }) => `  ${took.toFixed(0)} ms ${route} ${status ?? "no answer"}`,
      ),
    ].join("\n");
  }

  #of(route: string): Counts {
    const none = { validDone: 0, validRefused: 0, brokenDone: 0, brokenRefused: 0, unanswered: 0 };
    const counts = this.#routes.get(route) ?? none;
    this.#routes.set(route, counts);
    return counts;
  }
}
