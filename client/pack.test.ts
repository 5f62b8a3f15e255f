import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "../test/support/serve.ts";
import { packClient } from "./pack.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "keyturn-client-"));
const { dependencies } = JSON.parse(readFileSync(`${root}client/package.json`, "utf8"));

/** A project of somebody else's that has installed the package, and what the package depends on. */
beforeAll(async () => {
  const installed = join(project, "node_modules/@keyturn/client");
  mkdirSync(installed, { recursive: true });
  await run("tar", ["xzf", join(project, packClient(project)), "-C", installed, "--strip-components=1"]);
  for (const name of Object.keys(dependencies)) {
    symlinkSync(`${root}node_modules/${name}`, join(project, "node_modules", name));
  }
  writeFileSync(join(project, "package.json"), '{"type":"module"}');
});
afterAll(() => rmSync(project, { recursive: true }));

test("what its README shows compiles, in somebody else's project", async () => {
  const readme = readFileSync(join(project, "node_modules/@keyturn/client/README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, text]) => text);
  expect(blocks).toHaveLength(2);
  const theirs = `
    declare const session: { token: string };
    declare function keep(pair: { accessKeyId: string; secretAccessKey: string }): Promise<void>;
    declare function moveOver(data: { connectionId: string; previousAccessKeyId: string }): Promise<void>;`;
  const wrong = "// @ts-expect-error there is no such path\nkeyturn.GET('/v1/nothing');\n";
  writeFileSync(join(project, "consumer.ts"), [...blocks, wrong, theirs].join("\n"));
  const flags = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom"];
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const compiled = run(process.execPath, [tsc, ...flags, "consumer.ts"], { cwd: project });
  await compiled.catch(({ stdout }) => expect(stdout).toBe(""));
});

test("runs as JavaScript on whichever Node there is", async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"status":"ok"}');
  });
  const program = `
    import { keyturnClient } from "@keyturn/client";
    import { readEvent } from "@keyturn/client/events";
    const { status } = await keyturnClient({ url: "${server.url}" }).GET("/health");
    console.log(status, readEvent({ source: "somebody" }));`;
  const { stdout } = await run("node", ["--input-type=module", "--eval", program], { cwd: project });
  await server.close();
  expect(stdout).toBe("ok undefined\n");
});
