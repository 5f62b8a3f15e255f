import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { awsCli } from "./aws-cli.ts";
import { boto3 } from "./boto3.ts";
import { introduction, section, sectionsOf } from "./page.ts";
import { runClient, type Seen } from "./run-matrix.ts";
import { s3cmd } from "./s3cmd.ts";
import { sdk } from "./sdk.ts";
import { contentOf, type Prepared, prepare } from "./world.ts";

const CLIENTS = [sdk, awsCli, boto3, s3cmd];
const PAGE = new URL("../../docs/s3-clients.md", import.meta.url);

let laptop: Laptop;
let world: Prepared;
let before: string[];
const seenBy = new Map<string, Seen[]>();

const foreign = async () => {
  const { sibling, other } = world.places;
  return [...(await contentOf(world.root, sibling)), "", ...(await contentOf(world.root, other))];
};

beforeAll(async () => {
  laptop = await startLaptop();
  world = await prepare(
    laptop,
    CLIENTS.map(({ id }) => id),
  );
  before = await foreign();
});
afterAll(async () => {
  world?.root.destroy();
  await laptop?.close();
});

for (const client of CLIENTS) {
  if (!client.isHere) console.log(`${client.name} is not installed: its part of the matrix is skipped`);

  test.skipIf(!client.isHere)(`${client.name} sees what it would see of AWS`, async () => {
    const seen = await runClient(client, world);
    seenBy.set(client.name, seen);
    const wrong = seen.filter((cell) => cell.seen !== cell.expected);
    expect(
      wrong.map((cell) => `${cell.operation}, ${cell.situation}: ${cell.seen}, not ${cell.expected}`),
    ).toEqual([]);
    const kept = (await contentOf(world.root, world.places.own))
      .filter((line) => line.startsWith(`${client.id}/`))
      .map((line) => line.slice(client.id.length + 1).replace(/ "[^"]+"$/, ""));
    expect(kept).toEqual(expect.arrayContaining(["copy", "new + é%.txt", "parts", "seed + é%.txt"]));
    expect(kept.filter((key) => /^(doomed|many|presigned|aborted)/.test(key))).toEqual([]);
  });
}

test("nothing was changed where no key led", async () => {
  expect(await foreign()).toEqual(before);
});

test("the page says what was seen", () => {
  const committed = sectionsOf(readFileSync(PAGE, "utf8"));
  const sections = CLIENTS.map((client) => {
    const seen = seenBy.get(client.name);
    return seen === undefined ? committed.get(client.name) : section(client, seen);
  });
  const page = [introduction(), ...sections].map((part) => `${part?.trimEnd()}\n`).join("\n");
  if (process.env.KEYTURN_UPDATE) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, "utf8")).toBe(page);
});
