import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIssuer } from "./tokens/tokens.ts";

describe("npm run token", () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), "keyturn-token-cli-"));
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  function token(args: string[], env: Record<string, string> = {}) {
    return new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const options = { env: { ...process.env, KEYTURN_DATA_DIR: dataDir, ...env } };
      execFile(
        process.execPath,
        [join(import.meta.dirname, "token.ts"), ...args],
        options,
        (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  }

  it("prints a token, and only that", async () => {
    const { code, out, err } = await token([
      "--org",
      "acme",
      "--role",
      "member+",
      "--sub",
      "u1",
      "--name",
      "Ann Lee",
    ]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const issuer = await createIssuer({ dataDir });
    expect(await issuer.verify(out.trim())).toMatchObject({
      org: "acme",
      role: "member+",
      sub: "u1",
      name: "Ann Lee",
    });
  });

  it("takes the data folder from the command line first", async () => {
    const other = join(dataDir, "other");
    const { out } = await token(["--org", "acme", "--role", "admin", "--data-dir", other]);
    const issuer = await createIssuer({ dataDir: other });
    await expect(issuer.verify(out.trim())).resolves.toMatchObject({ role: "admin" });
  });

  it.each([
    [[], "--org and --role must be given."],
    [["--org", "acme"], "--role must be given."],
    [["--org", "acme", "--role", ""], "--role must be given."],
    [["--org", "acme", "--role", "admin", "--rloe", "x"], "Unknown option '--rloe'"],
    [["acme"], "Unexpected argument 'acme'"],
  ])("says what is wrong with %j and ends with 2", async (args, sentence) => {
    const { code, out, err } = await token(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
    expect(err).toContain("Usage:");
  });

  it("explains itself with --help", async () => {
    const { code, out } = await token(["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("--data-dir");
  });

  it("says in a sentence when the key cannot be kept", async () => {
    const { code, err } = await token([
      "--org",
      "a",
      "--role",
      "admin",
      "--data-dir",
      join(import.meta.filename, "x"),
    ]);
    expect(code).toBe(1);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});
