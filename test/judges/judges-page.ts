import { readFileSync } from "node:fs";
import type { Difference } from "./observe.ts";

/** A difference that is known: what each says, and who is right. */
export interface Known extends Difference {
  /** `any`: wherever it shows. */
  call: string;
  right: string;
  why: string;
}

const PAGE = new URL("../../docs/judges.md", import.meta.url);
const SHOWN_MAX = 60;
export const ANY = "any";

/** The rows of docs/judges.md below a heading, cell by cell. */
function rowsOf(heading: string): string[][] {
  const [, section = ""] = readFileSync(PAGE, "utf8").split(`\n## ${heading}\n`);
  const [own = ""] = section.split("\n## ");
  const rows = own.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|")),
  );
}

export function knownDifferences(heading: string): Known[] {
  return rowsOf(heading).map(([call = "", part = "", laptop = "", moto = "", right = "", why = ""]) => ({
    ...{ call, part, laptop, moto, right, why },
  }));
}

/** Tests of the adapters that fail in moto, and why. */
export function knownFailures(): { test: string; why: string }[] {
  return rowsOf("Tests of the adapters").map(([test = "", why = ""]) => ({ test, why }));
}

/**
 * Values as the page shows them: each once, and of long ones what is about the first letter in which they differ.
 * `undefined` where only the number of equal values differs, which other parts say.
 */
export function shown({ part, laptop, moto }: Difference): Difference | undefined {
  const [one, other] = [distinct(laptop), distinct(moto)];
  if (one === other) return undefined;
  const differs = [...one].findIndex((letter, n) => letter !== other[n]);
  const from = Math.max(0, differs - SHOWN_MAX / 2);
  return { part, laptop: short(one, from), moto: short(other, from) };
}

function distinct(value: string): string {
  return [...new Set(value.split(", "))].join(", ").replace(/\s+/g, " ").trim();
}

function short(value: string, from: number): string {
  if (value.length <= SHOWN_MAX) return value;
  const end = from + SHOWN_MAX;
  return `${from > 0 ? "…" : ""}${value.slice(from, end).trim()}${value.length > end ? "…" : ""}`;
}

export function rowText(call: string, { part, laptop, moto }: Difference): string {
  return `| ${[call, part, laptop, moto].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
