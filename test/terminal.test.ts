import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { flakyProxy } from "../client/testing/flaky-proxy.ts";
import { bareEnvironment } from "./support/bare-environment.ts";
import { addService, putPipeline, resetKey } from "./support/laptop.ts";
import { documentsOf, linesOf, openTerminal, SECRET } from "./support/terminal.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const terminal = await openTerminal();
afterAll(() => terminal.close());
const { laptop, token, folder, keyturn } = terminal;

test("a new data service has a working key after two commands", async () => {
  const added = await keyturn(["add", "By hand", "--json"]);
  expect(added).toMatchObject({ code: 0, err: "" });
  const { connection } = JSON.parse(added.out);
  const issued = await keyturn(["reset", "By hand"]);
  expect(issued.code).toBe(0);
  const [, accessKeyId = "", secretAccessKey = ""] =
    /^Access key id {6}(\S+)\nSecret access key {2}(\S+)\n$/.exec(issued.out) ?? [];
  expect(issued.err).toContain("shown this once");
  expect(issued.err).not.toMatch(SECRET);
  const s3 = laptop.s3({ accessKeyId, secretAccessKey });
  const file = { Bucket: connection.bucket, Key: `${connection.folder}a.csv` };
  await s3.send(new PutObjectCommand({ ...file, Body: "1" }));
  expect((await s3.send(new GetObjectCommand(file))).ContentLength).toBe(1);
});

test("what the README shows does what it says", async () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, script = ""] = /^### In the terminal$.*?^```bash\n(.*?)^```$/ms.exec(readme) ?? [];
  const env = {
    ...bareEnvironment(),
    HOME: folder,
    KEYTURN_URL: laptop.url,
    KEYTURN_DATA_DIR: laptop.dataDir,
  };
  const { out, err } = await run("bash", ["-euo", "pipefail", "-c", script], env);
  expect(err).toContain("The old key ");
  expect(out).toMatch(/^Secret access key {2}\S{40}$/m);
  expect(readFileSync(join(folder, "meters-credentials"), "utf8")).toMatch(
    /^\[meters\]\naws_access_key_id = AKIA/,
  );
  expect(out).toMatch(/KeyRotated +Ada Admin +Meter readings/);
  expect(JSON.parse(linesOf(out).at(-1) ?? "")).toMatchObject({ serviceName: "Meter readings" });
});

test("what the README shows of the client makes a key", async () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, program = ""] = /^### From a program$.*?^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
  const here = program.replace("http://127.0.0.1:3000", laptop.url);
  const args = ["--no-warnings", "--input-type=module-typescript", "--eval", here];
  const { out, err } = await run(process.execPath, args, { KEYTURN_TOKEN: token });
  expect({ out, err }).toEqual({ out: expect.stringMatching(/^AKIA\w{16}\n$/), err: "" });
});

function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<{ out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, env }, (_, out, err) => resolve({ out, err }));
  });
}

describe("lists", () => {
  test("are tables for people, and a JSON document a line for programs", async () => {
    const { connection } = await addService(laptop, token, "Listed");
    const shown = await keyturn(["connections", "--status", "not_configured"]);
    expect(linesOf(shown.out)[0]).toMatch(/^CONNECTION +SERVICE +REGION +STATUS +ACCESS KEY/);
    expect(shown.out).toMatch(
      new RegExp(`^${connection.connectionId}  Listed +us-east-1 +not_configured$`, "m"),
    );
    const told = documentsOf(await keyturn(["services", "--json"]));
    expect(told).toContainEqual(expect.objectContaining({ name: "Listed", state: "ready" }));
  });

  test("of nothing say so, and answer nothing", async () => {
    const env = { KEYTURN_TOKEN: await laptop.token("admin", "empty") };
    expect(await keyturn(["services"], { env })).toEqual({ code: 0, out: "", err: "There are none.\n" });
    expect(await keyturn(["services", "--json"], { env })).toEqual({ code: 0, out: "", err: "" });
  });

  test("of what is due name what is within the days that are asked for", async () => {
    const { connection } = await addService(laptop, token, "Due one day");
    await resetKey(laptop, token, connection.connectionId);
    const soon = await keyturn(["due"]);
    expect(soon.out).not.toContain("Due one day");
    const later = await keyturn(["due", "--within", "200"]);
    expect(later.out).toMatch(/^in 1(79|80) days +Due one day/m);
  });

  test("of what happened, newest first, and no more than is asked for", async () => {
    await addService(laptop, token, "Remembered");
    const { code, out } = await keyturn(["history", "Remembered"]);
    expect(code).toBe(0);
    expect(out).toMatch(/ConnectionCreated +Ada Admin +Remembered/);
    expect(documentsOf(await keyturn(["history", "--limit", "1", "--json"]))).toHaveLength(1);
  });
});

test("a name from elsewhere does nothing to the terminal", async () => {
  const way = await flakyProxy(laptop.url);
  const entry = {
    type: "KeyRotated",
    occurredAt: "2026-03-01T12:00:00.000Z",
    by: "\u001b[2JMallory",
    data: {},
  };
  way.meet({ status: 200, body: JSON.stringify({ items: [entry], cursor: null }) });
  const { out } = await keyturn(["history"], { env: { KEYTURN_URL: way.url } });
  await way.close();
  expect(out).toContain("\u{fffd}[2JMallory");
  expect(out).not.toContain("\u001b");
});

test("a removal wants the access key id, typed or said", async () => {
  const { connection } = await addService(laptop, token, "Removed");
  const { body } = await resetKey(laptop, token, connection.connectionId);
  const { accessKeyId } = body.credentials;
  const question = /Type the access key id/;
  const mistyped = await keyturn(["remove", "Removed"], { answers: [[question, "AKIAANOTHER\n"]] });
  expect(mistyped).toMatchObject({ code: 1, out: expect.stringContaining("Nothing was changed") });
  expect((await keyturn(["remove", "Removed"])).code).toBe(2);
  const wrong = await keyturn(["remove", "Removed", "--confirm", "AKIAANOTHER", "--json"]);
  expect(wrong).toMatchObject({ code: 1, out: "" });
  const [refusal] = linesOf(wrong.err).slice(-1);
  expect(JSON.parse(refusal ?? "")).toMatchObject({ error: { status: 409, code: "confirmation_mismatch" } });
  const typed = await keyturn(["remove", "Removed"], { answers: [[question, `${accessKeyId}\n`]] });
  expect(typed).toMatchObject({ code: 0, out: expect.stringContaining(`${accessKeyId} is removed`) });
});

describe("a token", () => {
  test("is taken from a file, from standard input, or from a prompt that does not show it", async () => {
    await addService(laptop, token, "Asked for");
    writeFileSync(join(folder, "token"), `${token}\n`);
    const env = { KEYTURN_TOKEN: undefined };
    expect((await keyturn(["services", "--token-file", "token"], { env })).code).toBe(0);
    expect((await keyturn(["services", "--token-file", "-"], { env, input: token })).code).toBe(0);
    const asked = await keyturn(["services"], { env, answers: [[/Token/, `${token}\n`]] });
    expect(asked).toMatchObject({ code: 0, out: expect.stringContaining("Asked for") });
    expect(asked.out).not.toContain(token.slice(-20));
  });

  test("is not taken from the arguments, and is not sent in the open", async () => {
    const given = await keyturn(["services", `--token=${token}`]);
    expect(given).toMatchObject({ code: 2, err: expect.stringContaining("KEYTURN_TOKEN") });
    expect(given.err).not.toContain(token);
    const torn = await keyturn(["services"], { env: { KEYTURN_TOKEN: `${token}\nmore` } });
    expect(torn).toEqual({
      code: 2,
      out: "",
      err: "The token is none: it has spaces, or more than one line.\n",
    });
    const open = await keyturn(["services", "--url", "http://keys.example.com"]);
    expect(open).toMatchObject({ code: 2, err: expect.stringContaining("not encrypted") });
  });

  test("that counts nothing, or is of somebody who may not, is refused with a word of why", async () => {
    const nobodys = await keyturn(["services"], { env: { KEYTURN_TOKEN: "ey.no.token" } });
    expect(nobodys).toMatchObject({ code: 1, out: "", err: expect.stringContaining("has it not run out") });
    const member = await keyturn(["connections"], { env: { KEYTURN_TOKEN: await laptop.token("member") } });
    expect(member).toMatchObject({ code: 1, err: expect.stringContaining("forbidden, 403, request ") });
  });
});

test("events are told as they come, and a deployment's are not read so", async () => {
  const type = ["--type", "ServiceCreated", "--count", "1"];
  const [first] = documentsOf(await keyturn(["events", "tail", "--all", "--json", ...type]));
  expect(first).toMatchObject({ source: "keyturn", "detail-type": "ServiceCreated" });
  const whenReady = () => addService(laptop, token, "Heard");
  const heard = await keyturn(["events", "tail", "--count", "1"], { whenReady });
  expect(heard.out).toMatch(/^\S+Z {2}\w+Created {2}acme {2}by Ada Admin {2}Heard {2}/);
  const elsewhere = await keyturn(["events", "tail", "--url", laptop.awsUrl]);
  expect(elsewhere).toMatchObject({ code: 2, err: expect.stringContaining("aws logs tail") });
});

test("the rules of the org are read, and changed by who may", async () => {
  const { code, out } = await keyturn(["policy"]);
  expect({ code, maxAgeDays: JSON.parse(out).rotation.maxAgeDays }).toEqual({ code: 0, maxAgeDays: 180 });
  const env = { KEYTURN_TOKEN: await laptop.token("super_admin", "strict") };
  const input = JSON.stringify({ rotation: { maxAgeDays: 90 } });
  const changed = await keyturn(["policy", "--put", "-", "--json"], { env, input });
  expect(documentsOf(changed)[0].rotation.maxAgeDays).toBe(90);
  const faulty = await keyturn(["policy", "--put", "-"], { env, input: '{"rotation":{"maxAgeDays":-1}}' });
  expect(faulty).toMatchObject({ code: 1, err: expect.stringMatching(/ {2}rotation\.maxAgeDays: /) });
});

test("files are identified", async () => {
  await putPipeline(laptop, token, "first", { name: "First", filePatterns: ["meters-*"] });
  await putPipeline(laptop, token, "reader", { name: "Reader", filePatterns: ["meters-*.csv"] });
  const { code, out } = await keyturn(["identify", "meters-1.csv"]);
  expect({ code, row: linesOf(out)[1] }).toEqual({
    code: 0,
    row: "meters-1.csv  First, Reader (ambiguous)",
  });
});

describe("help", () => {
  test("teaches, of every command, with examples", async () => {
    const { code, out, err } = await keyturn(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const commands = [...out.matchAll(/^ {2}((?:events |org )?[a-z]+)(?:, ([a-z]+))? {2,}/gm)].flatMap(
      ([, one = "", other]) => (other ? [one, other] : [one]),
    );
    expect(commands).toEqual(expect.arrayContaining(["events tail", "restore", "org delete", "reconcile"]));
    const helps = await Promise.all(commands.map((name) => keyturn([...name.split(" "), "--help"])));
    for (const [index, help] of helps.entries()) {
      expect(help).toMatchObject({ code: 0, err: "" });
      expect(help.out).toContain(`keyturn -- ${commands[index]}`);
      expect(help.out).toMatch(/Examples?:\n|Exit code:/);
    }
  });

  test.each([
    [["resett"], "There is no command resett. Did you mean reset?"],
    [["evnts", "tail"], "Did you mean events tail?"],
    [["event"], "Did you mean events tail?"],
    [["org", "delte", "acme"], "There is no command org delte. Did you mean org delete?"],
    [["org"], "Did you mean org delete?"],
    [["frobnicate"], "There is no command frobnicate.\n\nWhat an operator"],
    [["reset"], "Something is missing"],
    [["services", "more"], "There is a word too many: more."],
    [["services", "--jsn"], "Unknown option '--jsn'"],
    [["reset", "x", "--mode", "slow"], "--mode is immediate or staged."],
    [["reset", "nobody", "--yes"], "There is no connection, data service or user called nobody."],
  ])("says what is wrong with %j", async (args, sentence) => {
    const { code, out, err } = await keyturn(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
  });

  test("where nobody listens says what to do", async () => {
    const gone = await flakyProxy(laptop.url);
    await gone.close();
    const { code, err } = await keyturn(["services"], { env: { KEYTURN_URL: gone.url } });
    expect(code).toBe(3);
    expect(err).toContain(
      `${gone.url} does not answer (ECONNREFUSED).\nIs it running? On the laptop: npm start.`,
    );
  });
});
