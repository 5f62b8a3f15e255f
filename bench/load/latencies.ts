/** How long requests of one kind took, ms. */
export interface Latency {
  kind: string;
  count: number;
  p50: number;
  p95: number;
  p99: number;
  most: number;
}

/** What every kind of request took, and what was answered that should not have been. */
export class Latencies {
  readonly #ms = new Map<string, number[]>();
  readonly #failures = new Map<string, number>();
  total = 0;

  note(kind: string, status: number, ms: number): void {
    this.total += 1;
    const all = this.#ms.get(kind) ?? [];
    this.#ms.set(kind, all);
    all.push(ms);
    if (status >= 500) {
      const failure = `${kind}: ${status}`;
      this.#failures.set(failure, (this.#failures.get(failure) ?? 0) + 1);
    }
  }

  /** Answers of the 5xx kind, by kind of request and status. */
  failures(): Record<string, number> {
    return Object.fromEntries(this.#failures);
  }

  /** The most frequent first, and all together at the end. */
  table(): Latency[] {
    const kinds = [...this.#ms].sort(([, one], [, other]) => other.length - one.length);
    return [
      ...kinds.map(([kind, ms]) => latencyOf(kind, ms)),
      latencyOf("all", [...this.#ms.values()].flat()),
    ];
  }
}

function latencyOf(kind: string, ms: readonly number[]): Latency {
  const sorted = Float64Array.from(ms).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { kind, count: ms.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
