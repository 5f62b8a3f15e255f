import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flakyProxy } from "../client/testing/flaky-proxy.ts";
import { bareEnvironment } from "./support/bare-environment.ts";
import { addService, type Laptop, putPipeline, resetKey, startLaptop } from "./support/laptop.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keyturn-terminal-"));
const SECRET = /\b[A-Za-z0-9+/]{40}\b/;

let laptop: Laptop;
let token: string;
beforeAll(async () => {
  laptop = await startLaptop({ KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100" });
  token = await laptop.token("admin", "acme", { name: "Ada Admin" });
});
afterAll(async () => {
  await laptop.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

interface Circumstances {
  env?: object;
  input?: string;
  /** One by one, as its questions come. */
  answers?: [RegExp, string][];
  /** Once it has said something on standard error. */
  whenReady?: () => Promise<unknown>;
}

/** As a person types it. */
function keyturn(args: string[], more: Circumstances = {}) {
  const { env, input = "", answers, whenReady } = more;
  const program = [process.execPath, join(root, "cli/keyturn.ts"), ...args];
  // A pseudo-terminal is what makes it ask; there standard output and standard error are one.
  const quoted = program.map((word) => `'${word}'`).join(" ");
  const [command = "", ...rest] = answers ? ["script", "-qefc", quoted, "/dev/null"] : program;
  const own = { ...bareEnvironment(), KEYTURN_URL: laptop.url, KEYTURN_TOKEN: token, ...env };
  const child = spawn(command, rest, { cwd: folder, env: own as NodeJS.ProcessEnv, timeout: 60_000 });
  let out = "";
  let err = "";
  const left = [...(answers ?? [])];
  child.stdout.on("data", (chunk) => {
    out += chunk;
    const [next] = left;
    if (!next?.[0].test(out)) return;
    left.shift();
    child.stdin.write(next[1]);
  });
  child.stderr.once("data", () => whenReady?.());
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  if (!answers) child.stdin.end(input);
  return new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

const lines = (text: string) => text.trimEnd().split("\n");
const documents = ({ out }: Ended) => lines(out).map((line) => JSON.parse(line));

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
  expect(JSON.parse(lines(out).at(-1) ?? "")).toMatchObject({ serviceName: "Meter readings" });
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
    expect(lines(shown.out)[0]).toMatch(/^CONNECTION +SERVICE +REGION +STATUS +ACCESS KEY/);
    expect(shown.out).toMatch(
      new RegExp(`^${connection.connectionId}  Listed +us-east-1 +not_configured$`, "m"),
    );
    const told = documents(await keyturn(["services", "--json"]));
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
    expect(documents(await keyturn(["history", "--limit", "1", "--json"]))).toHaveLength(1);
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

describe("a reset", () => {
  let connectionId: string;
  beforeAll(async () => {
    await putPipeline(laptop, token, "nightly", { name: "Nightly load" });
    const body = { name: "Linked", type: "s3", owner: "provider", pipelineIds: ["nightly"] };
    const made = await laptop.call("POST", "/v1/services", { token, body });
    connectionId = made.body.connection.connectionId;
    await resetKey(laptop, token, connectionId);
  });
  const current = async (): Promise<string> =>
    (await laptop.call("GET", `/v1/connections/${connectionId}`, { token })).body.accessKeyId;

  test("shows who depends on the key, and is done once the name is typed", async () => {
    const before = await current();
    const answers: [RegExp, string][] = [[/Type the data service's name/, "Linked\n"]];
    const { code, out } = await keyturn(["reset", connectionId, "--mode", "staged"], { answers });
    expect(out).toMatch(/1 pipeline depends on it:\r\n {2}nightly {2}Nightly load {2}reads/);
    expect(out).toContain("The old key works on for 24 hours, or while it is in use.");
    expect(out).toMatch(new RegExp(`The old key ${before} works until `));
    expect(out).toMatch(/Secret access key {2}\S{40}\r\n/);
    expect(code).toBe(0);
    expect(await current()).not.toBe(before);
    expect((await keyturn(["retire", "Linked"])).code).toBe(0);
    expect((await keyturn(["restore", "Linked"])).code).toBe(0);
    expect((await keyturn(["retire", "Linked", "--force"])).err).toContain("can be restored until");
  });

  test.each([
    ["another name", "linked\n"],
    ["nothing", "\n"],
    ["the end of the input", "\u0004"],
    ["an interrupt", "\u0003"],
  ])("is not done when %s is typed", async (_, answer) => {
    const before = await current();
    const { code, out } = await keyturn(["reset", "Linked"], { answers: [[/data service's name/, answer]] });
    expect(code).toBe(1);
    expect(out).toMatch(/The old key stops at once, as the policy has it\..*Nothing was changed/s);
    expect(await current()).toBe(before);
  });

  test("is not done where nobody can be asked, or the pair could not be put down", async () => {
    const before = await current();
    writeFileSync(join(folder, "there"), "mine");
    for (const more of [[], ["--yes", "-o", "there"], ["--yes", "-o", "no/such/folder"]]) {
      const { code, out, err } = await keyturn(["reset", "Linked", ...more]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/is there already|Nothing was changed/);
    }
    expect(readFileSync(join(folder, "there"), "utf8")).toBe("mine");
    expect(await current()).toBe(before);
  });

  test("writes a profile into a file of its own, and the secret nowhere else", async () => {
    const { code, out, err } = await keyturn([
      "reset",
      "Linked",
      "--yes",
      "--profile",
      "sales",
      "-o",
      "pair",
    ]);
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).not.toMatch(SECRET);
    const [, secret = ""] = /^aws_secret_access_key = (\S{40})$/m.exec(read("pair")) ?? [];
    const profile = [
      "[sales]",
      `aws_access_key_id = ${await current()}`,
      `aws_secret_access_key = ${secret}`,
    ];
    expect(lines(read("pair"))).toEqual([...profile, "region = us-east-1"]);
    expect(statSync(join(folder, "pair")).mode & 0o777).toBe(0o600);
  });

  test("answers programs with one document", async () => {
    const [issued, ...more] = documents(await keyturn(["reset", "Linked", "--yes", "--json"]));
    expect(more).toEqual([]);
    expect(issued).toMatchObject({ connection: { connectionId }, previousKeyStopped: true });
    expect(issued.credentials).toEqual({ accessKeyId: await current(), secretAccessKey: expect.any(String) });
  });

  test("whose answer was lost has an exit code of its own, and leaves no empty file", async () => {
    const way = await flakyProxy(laptop.url);
    const name = "Lost on the way";
    const { connection } = await addService(laptop, token, name);
    const args = ["reset", connection.connectionId, "-o", "lost"];
    way.meet("none", "none", "answer lost"); // the connection, its dependents, the key
    const { code, out, err } = await keyturn(args, { env: { KEYTURN_URL: way.url } });
    await way.close();
    expect({ code, out }).toEqual({ code: 4, out: "" });
    expect(err).toMatch(
      /: no answer; the same again in \d s\n.*secret was lost on the way. Reset it again.\n$/s,
    );
    expect(existsSync(join(folder, "lost"))).toBe(false);
  });

  const read = (name: string) => readFileSync(join(folder, name), "utf8");
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
  const [refusal] = lines(wrong.err).slice(-1);
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
  const [first] = documents(await keyturn(["events", "tail", "--all", "--json", ...type]));
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
  expect(documents(changed)[0].rotation.maxAgeDays).toBe(90);
  const faulty = await keyturn(["policy", "--put", "-"], { env, input: '{"rotation":{"maxAgeDays":-1}}' });
  expect(faulty).toMatchObject({ code: 1, err: expect.stringMatching(/ {2}rotation\.maxAgeDays: /) });
});

test("files are identified", async () => {
  await putPipeline(laptop, token, "reader", { name: "Reader", filePatterns: ["meters-*.csv"] });
  const { code, out } = await keyturn(["identify", "meters-1.csv"]);
  expect({ code, row: lines(out)[1] }).toEqual({
    code: 0,
    row: expect.stringMatching(/^meters-1\.csv +\S.*Reader/),
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
