import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bareEnvironment } from "../support/bare-environment.ts";
import { startProcess } from "../support/started-process.ts";

const root = new URL("../..", import.meta.url);
const page = readFileSync(new URL("docs/portals.md", root), "utf8");
const [introduction = "", ...chapters] = page.split(/^## /m);

const blocks = (text: string) => [...text.matchAll(/^```bash\n(.*?)^```/gms)].map(([, block = ""]) => block);

/** What a chapter says its deployment is started with. */
function settingsOf(chapter: string): Record<string, string> {
  const [, assignments = ""] = /^```\n(.*?) npm start\n```/ms.exec(chapter) ?? [];
  return Object.fromEntries(assignments.split(/\s+/).map((one) => one.split("=", 2)));
}

const SEEN = "# → ";

/** The commands as they stand, each of the page's expectations made into a line of output after what it is about. */
function scriptOf(chapter: string): string {
  const lines = [...blocks(introduction), ...blocks(chapter)].join("").split("\n");
  return lines.map((line) => (line.startsWith(SEEN) ? `printf '\\n${SEEN}\\n'` : line)).join("\n");
}

function expectationsOf(chapter: string): string[] {
  const lines = blocks(chapter).join("").split("\n");
  return lines.flatMap((line) => (line.startsWith(SEEN) ? [line.slice(SEEN.length)] : []));
}

function run(script: string, env: Record<string, string | undefined>): Promise<{ out: string; err: string }> {
  return new Promise((resolve) => {
    execFile("bash", ["--norc", "-euo", "pipefail", "-c", script], { cwd: root, env }, (error, out, err) =>
      resolve({ out, err: error ? `${error.message}\n${err}` : err }),
    );
  });
}

test("the page has a chapter for each portal", () => {
  const presets = chapters.map((chapter) => settingsOf(chapter).KEYTURN_PRESET);
  expect(presets).toEqual(["data-services", "cloud-dashboard", "connector"]);
});

test.each(chapters.map((chapter) => [chapter.split("\n", 1)[0], chapter] as const))(
  "%s: its commands do what the page says",
  async (_, chapter) => {
    const dataDir = mkdtempSync(join(tmpdir(), "keyturn-guide-"));
    const keyturn = await startProcess(dataDir, settingsOf(chapter));
    try {
      const script = scriptOf(chapter)
        .replaceAll("http://127.0.0.1:3000", keyturn.url)
        .replaceAll("http://127.0.0.1:4747", keyturn.awsUrl)
        .replaceAll(".keyturn/", `${dataDir}/`);
      const { out, err } = await run(script, { ...bareEnvironment(), KEYTURN_DATA_DIR: dataDir });
      expect(err).toBe("");
      const seen = out.split(`\n${SEEN}\n`).slice(0, -1);
      const last = seen.map((text) => text.trimEnd().split("\n").at(-1));
      const expected = expectationsOf(chapter);
      expect(expected.length).toBeGreaterThan(5);
      expect(last).toEqual(
        expected.map((text) => (text.includes("…") ? expect.stringMatching(patternOf(text)) : text)),
      );
    } finally {
      await keyturn.kill();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);

function patternOf(text: string): RegExp {
  const literal = (part: string) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${text.split("…").map(literal).join(".+")}$`);
}
