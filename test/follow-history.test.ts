import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bareEnvironment } from "./support/bare-environment.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const entry = (second: number) => ({
  ...{ eventId: `event-${second}`, type: "KeyRotationDue", by: "Keyturn", data: {} },
  occurredAt: new Date(second * 1_000).toISOString(),
});

/** Seconds from one to another, the latest first. */
const downFrom = (to: number, from: number) => Array.from({ length: to - from + 1 }, (_, n) => to - n);

/** A journal, newest first, that a test writes to while somebody reads it. */
async function serveJournal(seconds: number[]) {
  const journal = { entries: seconds.map(entry) };
  const server = createServer(({ url = "" }, answer) => {
    const { searchParams } = new URL(url, "http://journal");
    const from = Number(searchParams.get("cursor") ?? 0);
    const to = from + Number(searchParams.get("limit"));
    const cursor = to < journal.entries.length ? String(to) : null;
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify({ items: journal.entries.slice(from, to), cursor }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    ...{ journal, url: `http://127.0.0.1:${port}` },
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

test("whoever follows the history is shown all that comes, however much, and what comes late, once", async () => {
  await using served = await serveJournal(downFrom(300, 101));
  const { journal, url } = served;
  const args = [`${root}cli/keyturn.ts`, "history", "--follow", "--limit", "3", "--json"];
  const env = { ...bareEnvironment(), KEYTURN_URL: url, KEYTURN_TOKEN: "token" };
  const child = spawn(process.execPath, args, { env: env as NodeJS.ProcessEnv, timeout: 60_000 });
  try {
    const shown: number[] = [];
    for await (const line of createInterface(child.stdout)) {
      shown.push(Date.parse(JSON.parse(line).occurredAt) / 1_000);
      if (shown.length === 3) {
        const late = entry(250.5);
        const old = journal.entries.toSpliced(50, 0, late);
        journal.entries = [...downFrom(650, 301).map(entry), ...old];
      }
      if (shown.length === 354) journal.entries = [entry(700), ...journal.entries];
      if (shown.length === 355) break;
    }
    expect(shown).toEqual([298, 299, 300, 250.5, ...downFrom(650, 301).toReversed(), 700]);
  } finally {
    child.kill();
  }
});
