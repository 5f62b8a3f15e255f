import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import pattern from "./event-pattern.json" with { type: "json" };
import { fileTasks } from "./file-tasks.ts";
import { consumer } from "./handler.ts";
import { passes } from "./passes.ts";

const usage = `Reacts to the rotations of a laptop's keys, as a Lambda behind an EventBridge rule would.

Usage: npm run consume -- --url <http://…> [--tasks <path>]

  --url <url>      Keyturn on this machine (npm start)
  --tasks <path>   where the tasks lie (default: KEYTURN_DATA_DIR, else .keyturn, and in it consumer-tasks)
`;

/** Lambda hands an asynchronous event over three times. */
const TRIES = 3;
const PAUSE_MS = 1_000;

interface Envelope {
  id: string;
}

/** Begins with the laptop's first event: what was consumed before is delivered again, as by a replay. */
async function main(args: string[]): Promise<void> {
  const options = {
    url: { type: "string" },
    tasks: { type: "string" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args, options });
  if (values.help) return console.log(usage);
  if (!values.url) throw new Error(`--url must be given.\n\n${usage}`);
  const tasks = values.tasks ?? join(process.env.KEYTURN_DATA_DIR || ".keyturn", "consumer-tasks");
  const handler = consumer(fileTasks(tasks));
  console.log(`Consuming the events of ${values.url}; the tasks are in ${tasks}`);
  for (let since = 0; ; await setTimeout(PAUSE_MS)) {
    const { events, next } = await eventsSince(values.url, since);
    for (const event of events) if (passes(pattern, event)) await deliver(handler, event);
    since = next;
  }
}

async function eventsSince(url: string, since: number): Promise<{ events: Envelope[]; next: number }> {
  const answer = await fetch(new URL(`/_local/events?since=${since}`, url)).catch(() => undefined);
  if (!answer) throw new Error(`${url} does not answer`);
  if (!answer.ok) {
    throw new Error(`${url} shows no events (${answer.status}): a deployment's come by an EventBridge rule`);
  }
  return (await answer.json()) as { events: Envelope[]; next: number };
}

async function deliver(handler: ReturnType<typeof consumer>, event: Envelope): Promise<void> {
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      return await handler(event);
    } catch (error) {
      if (left === 1) console.error(`${event.id}: to the queue of failures: ${(error as Error).message}`);
    }
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
