import type { FolderScore } from "./kept.ts";

/** What Stryker's JSON reporter tells, as far as it matters here. */
export interface MutationReport {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

interface Mutant {
  mutatorName: string;
  replacement?: string;
  status: string;
  location: { start: Position; end: Position };
}

interface Position {
  line: number;
  column: number;
}

export interface Survivor {
  status: string;
  at: string;
  mutator: string;
  was: string;
  is: string;
}

/** Throws when a mutant has an end that is not known here. */
export function scoreOf({ files }: MutationReport): FolderScore {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  const ends = {
    killed: count("Killed"),
    timedOut: count("Timeout"),
    survived: count("Survived"),
    notCovered: count("NoCoverage"),
    ignored: count("Ignored"),
    broken: count("RuntimeError"),
  };
  const known = Object.values(ends).reduce((sum, one) => sum + one, 0);
  if (known !== mutants.length) throw new Error(`${mutants.length - known} mutants came to no end`);
  const survivors = mutants.filter(({ status }) => status === "Survived");
  return { ...ends, survivedTexts: survivors.filter(isText).length };
}

/** Those that no test saw, with what they changed. */
export function survivorsIn({ files }: MutationReport): Survivor[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .map(({ status, mutatorName, location, replacement = "" }) => ({
        status,
        at: `${file}:${location.start.line}`,
        mutator: mutatorName,
        was: short(textAt(source, location)),
        is: short(replacement),
      })),
  );
}

const isText = ({ mutatorName }: Mutant) => mutatorName === "StringLiteral";

function textAt(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? "").slice(0, end.column - 1);
  lines[0] = (lines[0] ?? "").slice(start.column - 1);
  return lines.join("\n");
}

function short(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 120);
}
