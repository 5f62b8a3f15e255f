import type { Secret } from "../secret.ts";

/** What a customer pastes: the id may be shown, the secret may not. */
export interface KeyPair {
  accessKeyId: string;
  secretAccessKey: Secret;
}

/** A key of an IAM user: `AKIA…`. */
export const LONG_TERM = "AKIA";
/** One that AWS STS hands out with a session token, and that ends by itself: `ASIA…`. */
export const TEMPORARY = "ASIA";
