/** A mistake that somebody tired could make in the key logic. A test has to see it. */
export interface Mistake {
  /** What is wrong then. */
  name: string;
  file: `${"core" | "functions"}/${string}.ts`;
  /** A text that the file has once. */
  find: string;
  replace: string;
  /** Parts of the paths of the test files that see it soonest. */
  killedBy: string[];
}

/** The file with the mistake in it. Throws unless what is to be found is there once. */
export function withMistake(text: string, { name, file, find, replace }: Mistake): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`"${name}" no longer applies: ${file} has its text ${text.split(find).length - 1} times`);
  }
  return before + replace + after;
}
