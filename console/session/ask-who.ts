import { KeyturnProblem, keyturnClient } from "@keyturn/client";
import { signIn } from "./session.ts";

/** Signs in with a token, once the API has said whose it is. Throws TokenRefused, KeyturnProblem, KeyturnUnreachable. */
export async function signInWith(token: string): Promise<void> {
  const client = keyturnClient({ url: location.origin, token, attempts: 2, waitMaxSeconds: 5 });
  try {
    signIn(token, await client.GET("/v1/me"));
  } catch (error) {
    if (error instanceof KeyturnProblem && error.status === 401) throw new TokenRefused();
    throw error;
  }
}

export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
}

/** A token may have come with the word that goes before it in a header, or with line breaks. */
export function tokenIn(pasted: string): string {
  return pasted.replace(/^\s*bearer\s+/i, "").replace(/\s+/g, "");
}
