import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flakyProxy } from "../client/testing/flaky-proxy.ts";
import { addService, putPipeline, resetKey } from "./support/laptop.ts";
import { documentsOf, linesOf, openTerminal, SECRET } from "./support/terminal.ts";

const terminal = await openTerminal();
afterAll(() => terminal.close());
const { laptop, token, folder, keyturn } = terminal;

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

  test("whose pair the file does not take shows it; where nothing takes it, the secret is lost, and it is said so", async () => {
    const args = ["reset", "Linked", "--yes"];
    const shown = await keyturn([...args, "-o", "full"], { shell: ["ulimit -f 0;", ""] });
    expect(shown.err).toMatch(/full cannot be written \(EFBIG\)\.\nThe secret is shown this once\./);
    expect([shown.code, SECRET.test(shown.out), existsSync(join(folder, "full"))]).toEqual([0, true, false]);
    const lost = await keyturn(args, { shell: ["", "> /dev/full"] });
    expect(lost.err).toContain("Standard output cannot be written (ENOSPC).");
    const told = `The key is ${await current()} now, and its secret could not be written. Reset it again.`;
    expect(lost.err).toContain(told);
    expect(lost.code).toBe(4);
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
    expect(linesOf(read("pair"))).toEqual([...profile, "region = us-east-1"]);
    expect(statSync(join(folder, "pair")).mode & 0o777).toBe(0o600);
  });

  test("answers programs with one document", async () => {
    const [issued, ...more] = documentsOf(await keyturn(["reset", "Linked", "--yes", "--json"]));
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
