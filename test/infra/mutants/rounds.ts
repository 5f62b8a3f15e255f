import { placeOf } from "./apply.ts";
import type { Mutant } from "./mutant.ts";

/** More faults at once, and they begin to hide each other. */
const AT_ONCE = 14;

/**
 * Puts the faults together that can be tried in one evaluation of the stacks, which takes half a second: of the
 * same stage and settings, each of another invariant, and none where another is.
 */
export function rounds(mutants: Mutant[]): Mutant[][] {
  const found: Mutant[][] = [];
  for (const mutant of mutants) {
    const round = found.find(
      (others) => others.length < AT_ONCE && others.every((other) => canShare(mutant, other)),
    );
    if (round) round.push(mutant);
    else found.push([mutant]);
  }
  return found;
}

function canShare(one: Mutant, other: Mutant): boolean {
  return one.breaks !== other.breaks && circumstances(one) === circumstances(other) && !overlap(one, other);
}

/** What the stacks are evaluated with. */
function circumstances({ stage, set, bundle }: Mutant): string {
  return JSON.stringify([stage, set, bundle]);
}

function overlap(one: Mutant, other: Mutant): boolean {
  if (one.file !== other.file) return false;
  const [first, second] = [placeOf(one), placeOf(other)];
  return first.from < second.to && second.from < first.to;
}
