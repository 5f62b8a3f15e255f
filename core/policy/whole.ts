import * as z from "zod";

/** A whole number in its bounds, which the message names. */
export function whole(unit: string, min: number, max: number) {
  const expected = `expected whole ${unit}, ${min} to ${max}`;
  return z.int(expected).min(min, expected).max(max, expected);
}
