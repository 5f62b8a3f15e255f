import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeyturnEvent, readEvent } from "@keyturn/client/events";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import pattern from "../examples/key-rotated-consumer/event-pattern.json" with { type: "json" };
import { bareEnvironment } from "./support/bare-environment.ts";
import { type StartedProcess, startProcess } from "./support/started-process.ts";

const root = new URL("..", import.meta.url);
const page = readFileSync(new URL("docs/consume-events.md", root), "utf8");
const dataDir = mkdtempSync(join(tmpdir(), "keyturn-consume-"));
const tasksIn = () => readdirSync(join(dataDir, "consumer-tasks"));

let keyturn: StartedProcess;
const consumers: ChildProcess[] = [];
beforeAll(async () => {
  keyturn = await startProcess(dataDir); // the guide's `npm start`
});
afterAll(async () => {
  for (const consumer of consumers) stop(consumer);
  await keyturn.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, text = ""]) => text);
const [start, consume = "", smoke = "", showEvents = "", ...others] = blocks("bash");

const options = { cwd: root, env: { ...bareEnvironment(), KEYTURN_DATA_DIR: dataDir } };

/** The guide's command, led to this test's ports. */
function here(command: string): string {
  return command
    .replaceAll("http://127.0.0.1:3000", keyturn.url)
    .replaceAll("http://127.0.0.1:4747", keyturn.awsUrl);
}

function run(command: string): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile("bash", ["-c", here(command)], options, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

/** A process group of its own, so that npm and what it runs end together. */
function startConsumer(): { child: ChildProcess; lines(): string[] } {
  const child = spawn("bash", ["-c", here(consume)], { ...options, detached: true });
  consumers.push(child);
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  return { child, lines: () => text.split("\n") };
}

function stop({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
}

test("every command of the guide is run here, but for those of a deployment", () => {
  expect(start).toBe("npm start\n");
  expect([consume, smoke, showEvents].join("")).not.toContain("aws events");
  for (const block of others) expect(block).toMatch(/^aws events put-rule /);
});

test("whoever follows the guide sees each rotation reacted to within seconds, and once although it comes twice", async () => {
  const first = startConsumer();
  await vi.waitFor(() => expect(first.lines().join()).toContain("Consuming the events"), 20_000);
  expect((await run(smoke)).code).toBe(0);
  const reactions = () => first.lines().filter((line) => line.includes("Move over"));
  await vi.waitFor(() => expect(reactions()).toHaveLength(2), 5_000);
  expect(reactions()).toEqual([
    expect.stringContaining("Move over now"),
    expect.stringContaining("Move over until"),
  ]);
  const eventIds = reactions().map((line) => line.split(":")[0]);
  const tasks = eventIds.map((eventId) => `${eventId}.json`);
  expect(tasksIn()).toEqual(tasks);
  stop(first.child);

  const second = startConsumer();
  const known = eventIds.map((eventId) => `${eventId}: known already, nothing to do`);
  await vi.waitFor(() => expect(second.lines()).toEqual(expect.arrayContaining(known)), 20_000);
  expect(second.lines().join()).not.toContain("Move over");
  expect(tasksIn()).toEqual(tasks);
});

test("what the laptop tells is as it is published", async () => {
  const { events } = JSON.parse((await run(showEvents)).out);
  const told = new Set<string>();
  for (const event of events) {
    const { "detail-type": type, detail } = event;
    expect(readEvent(event)).toBe(event);
    const schema = JSON.parse(readFileSync(new URL(`docs/events/${type}.json`, root), "utf8"));
    expect(z.fromJSONSchema(schema).safeParse(detail).error, type).toBeUndefined();
    told.add(type);
  }
  expect([...told]).toEqual(expect.arrayContaining(["ServiceCreated", "KeyRotated", "KeyRemoved"]));
});

test("the guide's event is one that the consumer takes, and its rule the one it runs behind", () => {
  const [envelope = "", rule = ""] = blocks("json");
  const rotated = readEvent(JSON.parse(envelope)) as KeyturnEvent<"KeyRotated">;
  expect(rotated.detail.data.mode).toBe("staged");
  expect(JSON.parse(rule)).toEqual(pattern);
});

test("where there are no events to consume the consumer says so, in a sentence", async () => {
  const nowhere = await run(`${consume.trim()} --url http://127.0.0.1:1`);
  expect(nowhere).toMatchObject({ code: 1, err: "http://127.0.0.1:1 does not answer\n" });
  const noKeyturn = await run(`${consume.trim()} --url ${keyturn.awsUrl}`);
  expect(noKeyturn.err).toMatch(/shows no events \(40\d\)/);
  expect(noKeyturn.code).toBe(1);
});
