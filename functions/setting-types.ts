import * as z from "zod";

/** `a=b,c=d` as a map. */
export const Pairs = z.string().transform((text, context) => {
  const pairs = parts(text).map((pair) => pair.split("=").map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes(""))) {
    context.addIssue({ code: "custom", message: "expected name=value,name=value" });
    return z.NEVER;
  }
  const map = new Map(pairs as [string, string][]);
  if (map.size === pairs.length) return map;
  context.addIssue({ code: "custom", message: "expected each name once" });
  return z.NEVER;
});

export const List = z.string().transform(parts);

function parts(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

export const Text = z.string().min(1, "expected at least one character");
export const Flag = z.enum(["true", "false"], "expected true or false").transform((text) => text === "true");
const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected AWS regions, separated by commas");
export const Regions = List.pipe(z.array(Region).min(1, "expected AWS regions, separated by commas")).refine(
  (regions) => new Set(regions).size === regions.length,
  "expected each region once",
);

/** What an operator is told of a setting. */
export const about = z.registry<{ says: string; example: string }>();

/** The name of each setting at fault, what is wrong with it, and an example of it where `schemas` has one. */
export function faultsIn(
  { issues }: z.ZodError,
  environment: Record<string, string | undefined>,
  schemas: Record<string, z.ZodType>,
): string[] {
  return issues.map(({ path: [setting], message }) => {
    const name = String(setting);
    const fault = environment[name] === undefined ? "it is not set" : message;
    const schema = schemas[name];
    const told = schema && about.get(schema);
    return `${name}: ${fault}${told ? `, for example ${told.example}` : ""}`;
  });
}
