import * as z from "zod";
import { reveal, Secret } from "../../core/secret.ts";

/** Stricter than IAM's reference, as ids really are: a secret that is pasted in the place of the id is none. */
export const GivenId = z
  .string()
  .regex(/^(AKIA|ASIA)[A-Z0-9]{12,28}$/, "expected an access key id, which begins with AKIA");

/** From here on it is a Secret. What is wrong with it is told without it. */
export const GivenSecret = z
  .string()
  .regex(/^[\x21-\x7e]{16,128}$/, "expected a secret access key")
  .transform((text) => new Secret(text));

/**
 * Where one of these texts holds the secret, pasted into the wrong field as well: there it would be kept, and shown. What
 * is no secret access key has not become a Secret when this is asked, and is refused as it is.
 */
export function fieldsWith(secret: unknown, texts: Record<string, string>): string[] {
  if (!(secret instanceof Secret)) return [];
  const value = reveal(secret);
  return Object.entries(texts).flatMap(([path, text]) => (text.includes(value) ? [path] : []));
}
