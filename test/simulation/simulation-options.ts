import { parseArgs } from "node:util";

export interface SimulationOptions {
  histories: number;
  from: number;
  /** What alone may come to pass in the one history (Choices). */
  only?: string[];
  /** The rule that is broken on purpose. */
  sabotage?: string;
  /** Tells of every step. */
  steps: boolean;
}

/** The options of `npm run simulate`; undefined when they are none, or help is wanted. */
export function parseOptions(args: string[]): SimulationOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      histories: { type: "string", default: "2200" },
      from: { type: "string", default: "1" },
      only: { type: "string" },
      sabotage: { type: "string" },
      steps: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [histories, from] = [Number(values.histories), Number(values.from)];
  if (values.help || !isCount(histories) || !isCount(from)) return undefined;
  if (values.only !== undefined && histories !== 1) return undefined;
  const { only, sabotage, steps } = values;
  return {
    ...{ histories, from, steps },
    ...(only !== undefined && { only: only.split(",").filter((name) => name !== "nothing") }),
    ...(sabotage !== undefined && { sabotage }),
  };
}

/** The arguments that run one history again, with that alone in it. */
export function replaying(seed: number, made: readonly string[], sabotage?: string): string[] {
  return [
    ...["--from", String(seed), "--histories", "1", "--only", made.join() || "nothing"],
    ...(sabotage === undefined ? [] : ["--sabotage", sabotage]),
  ];
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
