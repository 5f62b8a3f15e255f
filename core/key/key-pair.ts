import type { Secret } from "../secret.ts";

/** What a customer pastes: the id may be shown, the secret may not. */
export interface KeyPair {
  accessKeyId: string;
  secretAccessKey: Secret;
}

/** One that AWS STS hands out with a session token, and that ends by itself: `ASIA…`. An IAM user's is `AKIA…`. */
export const TEMPORARY = "ASIA";
