import { inspect } from "node:util";
import { DomainError } from "../../core/errors.ts";
import type { World } from "./world.ts";

/** How every secret of the IAM twin begins. */
const CANARY = "secret-of-";

/** No secret is in anything that is kept, delivered, logged or thrown; nor in a printed answer. */
export async function secretViolations(world: World): Promise<string[]> {
  const places: Record<string, string> = {
    "a record": world.watch.written.map(({ text }) => text).join("\n"),
    "the journal": JSON.stringify(await world.journal()),
    "the bus": JSON.stringify(world.bus.events),
    "a warning": world.warnings.join("\n"),
    "an error": world.errors.map(textOf).join("\n"),
    "a printed answer": world.attempts.map((attempt) => JSON.stringify(attempt.outcome)).join("\n"),
  };
  return Object.entries(places).flatMap(([place, text]) =>
    text.includes(CANARY) ? [`a secret is in ${place}`] : [],
  );
}

function textOf(error: Error): string {
  const more = error instanceof DomainError ? inspect(error.more) : "";
  return `${error.message} ${more}`;
}
