import type { Random } from "../simulation/random.ts";
import type { Draft } from "./draft.ts";

/** Does one of these things to the draft, and notes which. */
export function spoilBy(
  all: Record<string, (draft: Draft, random: Random) => void>,
  draft: Draft,
  random: Random,
): void {
  const [how = "", spoil] = random.pick(Object.entries(all));
  spoil?.(draft, random);
  draft.spoiled.push(how);
}
