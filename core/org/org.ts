import { createHash } from "node:crypto";
import * as z from "zod";

/** The tenant, as the token's claim names it. Case matters; ids made from it are lowercase. */
export const Org = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/);
export type Org = z.infer<typeof Org>;

const READABLE_MAX = 24;
const HASH_CHARACTERS = 16; // base32: 80 bits, so that nobody finds a second org with the same id
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** The lowercase id that stands for the org in paths, folders, policies and table keys. */
export function orgIdOf(org: Org): string {
  const digest = createHash("sha256").update(`org:${org}`).digest();
  const hash = Array.from(digest.subarray(0, HASH_CHARACTERS), (byte) => BASE32[byte % 32]).join("");
  return `${slug(org, READABLE_MAX)}-${hash}`;
}

/** Lowercase letters, digits and single dashes: safe in an IAM path, an S3 key and a policy resource. */
export function slug(text: string, lengthMax: number): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, lengthMax)
    .replace(/^-|-$/g, "");
  return plain || "x";
}
