import { format, inspect } from "node:util";
import { expect, test } from "vitest";
import { reveal, Secret } from "./secret.ts";

const VALUE = "wJalrXUtnFEMI/K7MDENG";
const secret = new Secret(VALUE);
const cloned = () => {
  try {
    return inspect(structuredClone(secret), { showHidden: true });
  } catch (error) {
    return String(error);
  }
};

test.each<[string, () => string]>([
  ["a template", () => `${secret}`],
  ["text", () => String(secret)],
  ["JSON", () => JSON.stringify({ secret })],
  ["inspection", () => inspect({ deep: { secret } }, { depth: 9, showHidden: true, customInspect: true })],
  ["inspection without its own say", () => inspect(secret, { customInspect: false, showHidden: true })],
  ["console formats", () => format("%s %o %O %j", secret, secret, secret, secret)],
  ["spreading", () => JSON.stringify({ ...secret })],
  ["copying its properties", () => JSON.stringify(Object.assign({}, secret))],
  [
    "listing its properties",
    () => JSON.stringify(Reflect.ownKeys(secret).concat(Object.keys(secret)).map(String)),
  ],
  ["a structured clone", cloned],
  ["an error", () => inspect(new Error("failed", { cause: secret }))],
])("%s shows nothing of it", (_, show) => {
  const shown = show();
  expect(shown).not.toContain(VALUE);
  expect(typeof shown).toBe("string");
});

test("what is printed, written as JSON or inspected says that it was left out", () => {
  const shown = [`${secret}`, JSON.stringify({ secret }), inspect(secret)];
  expect(shown).toEqual(["[redacted]", '{"secret":"[redacted]"}', "[redacted]"]);
});

test("only reveal opens it", () => {
  expect(reveal(secret)).toBe(VALUE);
  expect(() => reveal({ toString: () => VALUE } as unknown as Secret)).toThrow(TypeError);
});
