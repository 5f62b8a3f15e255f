import type { Me } from "@keyturn/client";

/**
 * Who is signed in. The token is kept in this module's memory and nowhere else, so that a reload signs out; what the page
 * shows of the session has no token in it.
 */
export type Session =
  | { is: "signed_out"; said?: string }
  | { is: "signed_in"; me: Me }
  /** The API no longer takes the token; what is under way waits for another one. */
  | { is: "expired"; me: Me };

let session: Session = { is: "signed_out" };
let token: string | undefined;
const waiting: { resolve: () => void; reject: (why: SignedOut) => void }[] = [];
const listeners = new Set<() => void>();

/** What waited for a sign-in that did not come. */
export class SignedOut extends Error {
  override readonly name = "SignedOut";
}

export function currentSession(): Session {
  return session;
}

export function currentToken(): string | undefined {
  return token;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Somebody else than before starts afresh; the same person goes on with what waited. */
export function signIn(newToken: string, me: Me): void {
  const isSame = session.is === "expired" && session.me.org === me.org && session.me.name === me.name;
  if (session.is !== "signed_out" && !isSame) signOut();
  token = newToken;
  become({ is: "signed_in", me });
  for (const { resolve } of waiting.splice(0)) resolve();
}

export function signOut(said?: string): void {
  token = undefined;
  become({ is: "signed_out", ...(said !== undefined && { said }) });
  for (const { reject } of waiting.splice(0)) reject(new SignedOut());
}

/** Resolves when a token that counts is there again in place of `refused`. Rejects with SignedOut. */
export function renewed(refused: string | undefined): Promise<void> {
  if (token !== undefined && token !== refused) return Promise.resolve();
  if (session.is === "signed_out") return Promise.reject(new SignedOut());
  token = undefined;
  become({ is: "expired", me: session.me });
  return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
}

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}
