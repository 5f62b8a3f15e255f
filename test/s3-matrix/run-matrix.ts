import { setTimeout } from "node:timers/promises";
import { type Cell, type Client, type Outcome, SEED, type World } from "./client.ts";
import { expected, OPERATIONS, type OperationName, type SituationName } from "./expectations.ts";

export interface Seen {
  operation: OperationName;
  situation: SituationName;
  seen: string;
  expected: string;
}

/** A URL that is good for one second is not, when so much has gone by: whole seconds are counted. */
const EXPIRED_MS = 2_100;

/** Has a client do all that it does, everywhere; what it presigned is used by a client that knows nothing of S3. */
export async function runClient(client: Client, world: World): Promise<Seen[]> {
  const cells = world.standings.flatMap((standing) =>
    OPERATIONS.filter(
      (operation) => operation in client.operations && client.does(operation, standing.situation),
    ).map((operation) => ({ operation, standing })),
  );
  const outcomes = await client.run(world, cells);
  const seen: Seen[] = [];
  for (const [index, cell] of cells.entries()) {
    const { operation, standing } = cell;
    const isUsed = "url" in (outcomes[index] as Outcome);
    const bare = isUsed ? operation === "head" : client.operations[operation]?.bare;
    seen.push({
      operation,
      situation: standing.situation,
      seen: await settle(cell, outcomes[index] as Outcome),
      expected: expected(operation, standing.situation, bare),
    });
  }
  return seen;
}

async function settle({ operation, standing }: Cell, outcome: Outcome): Promise<string> {
  if ("seen" in outcome) return outcome.seen;
  if (standing.situation === "expired presigned") {
    await setTimeout(Math.max(0, outcome.madeAt + EXPIRED_MS - Date.now()));
  }
  const answer = await fetch(outcome.url, {
    method: outcome.method,
    ...(operation === "put" && { body: Buffer.from(SEED) }),
    ...(operation === "get a range" && { headers: { range: "bytes=2-4" } }),
  });
  const text = await answer.text();
  if (!answer.ok) return /<Code>(\w+)/.exec(text)?.[1] ?? String(answer.status);
  const wanted: Partial<Record<OperationName, string>> = { get: SEED, "get a range": SEED.slice(2, 5) };
  return text === (wanted[operation] ?? "") ? "works" : "wrong content";
}
