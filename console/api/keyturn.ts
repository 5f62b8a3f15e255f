import { type KeyturnClient, KeyturnProblem, keyturnClient } from "@keyturn/client";
import { currentToken, renewed } from "../session/session.ts";

const verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Verb = (typeof verbs)[number];
type Call = (...given: never[]) => Promise<unknown>;

/** Somebody sits before the page: they wait for some seconds, not for a minute. */
const common = { url: location.origin, token: currentToken, waitMaxSeconds: 5, timeoutMs: 35_000 };

/**
 * The API, as whoever is signed in. A token that is refused is asked for again, and then the call goes on: nothing has
 * been done of it. Throws KeyturnProblem, KeyturnUnreachable, SignedOut.
 */
export const keyturn = signedIn(keyturnClient({ ...common, attempts: 3 }));

/**
 * The same for what makes or ends a key: sent once. A lost answer may have had a secret in it, and whether to go on is
 * for the person to say who sees what has become of the key.
 */
export const keyturnOnce = signedIn(keyturnClient({ ...common, attempts: 1 }));

function signedIn(client: KeyturnClient): Pick<KeyturnClient, Verb> {
  const calls = verbs.map((verb) => [verb, renewing(client[verb] as Call)]);
  return Object.fromEntries(calls) as Pick<KeyturnClient, Verb>;
}

function renewing(call: Call): Call {
  return async (...given) => {
    for (;;) {
      const token = currentToken();
      try {
        return await call(...given);
      } catch (error) {
        if (!(error instanceof KeyturnProblem) || error.status !== 401) throw error;
        await renewed(token);
      }
    }
  };
}
