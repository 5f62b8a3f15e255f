import * as z from "zod";

export const FILE_PATTERNS_MAX = 20;
const FILE_PATTERN_CHARACTERS_MAX = 256;
/** S3's limit of a key, though S3 counts bytes. */
const FILE_NAME_CHARACTERS_MAX = 1_024;

/** Control characters and lone surrogates: no portal shows them, and no key holds the latter. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** A file's name, or its whole key as the listing of a folder gives it. */
export const FileName = z
  .string()
  .min(1, "a file name has at least 1 character")
  .max(
    FILE_NAME_CHARACTERS_MAX,
    `a file name has at most ${FILE_NAME_CHARACTERS_MAX.toLocaleString("en")} characters`,
  )
  .refine((name) => !UNPRINTABLE.test(name), "a file name has no control characters");

/**
 * A glob that names files, whichever folder they lie in: `*` is any characters, `?` any one, `[a-z]` one of those,
 * and `\` takes the next literally. Braces and `!` at the beginning mean themselves.
 */
export const FilePattern = z
  .string()
  .min(1, "a pattern has at least 1 character")
  .max(FILE_PATTERN_CHARACTERS_MAX, `a pattern has at most ${FILE_PATTERN_CHARACTERS_MAX} characters`)
  .refine((pattern) => !pattern.includes("/"), "a pattern names files, not folders: it has no /")
  .refine((pattern) => !UNPRINTABLE.test(pattern), "a pattern has no control characters")
  .refine(isWellFormed, "not a glob: a [ is never closed, a range runs backwards, or a \\ ends it");

/** The last part of a file's key. */
export function lastPartOf(fileName: string): string {
  return fileName.slice(fileName.lastIndexOf("/") + 1);
}

/** What a matcher would take for a literal, or for nothing at all, is a slip of whoever wrote it. */
function isWellFormed(pattern: string): boolean {
  let place = 0;
  while (place < pattern.length) {
    if (pattern[place] === "[") {
      const end = endOfClass(pattern, place);
      if (end === undefined) return false;
      place = end;
    } else {
      if (pattern[place] === "\\" && place === pattern.length - 1) return false;
      place += pattern[place] === "\\" ? 2 : 1;
    }
  }
  return true;
}

/** What a class is made of, one after the other: a named class, an escaped character, any other. */
const CLASS_MEMBER = /\[:[a-z]+:\]|\\.|[^\\]/gsu;

/** The place behind the class that begins at `start`; undefined when it is not closed, or has a range backwards. */
function endOfClass(pattern: string, start: number): number | undefined {
  const isNegated = pattern[start + 1] === "!" || pattern[start + 1] === "^";
  const first = start + (isNegated ? 2 : 1);
  let [from, isRange] = ["", false];
  for (const { 0: member, index } of pattern.slice(first).matchAll(CLASS_MEMBER)) {
    if (member === "]" && index > 0) return first + index + 1; // right after the [ it is one of the class
    if (isRange && codeOf(member) < codeOf(from)) return undefined;
    const begins = member === "-" && from !== "" && !isRange;
    if (!begins) from = isRange ? "" : member;
    isRange = begins;
  }
  return undefined;
}

/** Of the character itself, where it is escaped. */
function codeOf(member: string): number {
  return member.codePointAt(member.startsWith("\\") ? 1 : 0) ?? 0;
}
