import { useSyncExternalStore } from "react";

/**
 * Where in the console somebody is: the URL's hash, which no server is told of. Whoever has something to lose guards
 * it: leaving then waits for an answer.
 */

/** Asks whether to leave; `leave` is called when the answer is yes. */
export type AskToLeave = (leave: () => void) => void;

let guard: AskToLeave | undefined;
let here = hashNow();
const listeners = new Set<() => void>();

window.addEventListener("hashchange", () => {
  const there = hashNow();
  if (there === here) return;
  if (!guard) return arrive(there);
  history.pushState(null, "", `#${here}`); // back to where the page still is, whichever way it was left
  guard(() => go(there));
});

window.addEventListener("beforeunload", (event) => {
  if (guard) event.preventDefault();
});

/** Goes to a page, `/connections?status=due` say, or of the same page to `?status=due`, unless a guard keeps it. */
export function navigate(target: string): void {
  const [path = "/"] = here.split("?");
  const to = target.startsWith("?") ? path + (target === "?" ? "" : target) : target;
  if (to === here) return;
  if (guard) guard(() => go(to));
  else go(to);
}

/** Until the answer is called, nobody leaves without `ask` having said so. */
export function guardLeaving(ask: AskToLeave): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = undefined;
  };
}

/** For wouter: the path, and how to go to another. */
export function useHashPath(): [path: string, navigate: (to: string) => void] {
  return [useHere().split("?")[0] ?? "/", navigate];
}

/** For wouter: what follows the question mark. */
export function useHashSearch(): string {
  return useHere().split("?")[1] ?? "";
}

function useHere(): string {
  return useSyncExternalStore(subscribe, () => here);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function go(to: string): void {
  guard = undefined;
  history.pushState(null, "", `#${to}`);
  arrive(to);
}

function arrive(there: string): void {
  here = there;
  for (const listener of listeners) listener();
}

function hashNow(): string {
  const hash = location.hash.slice(1);
  return hash.startsWith("/") ? hash : "/";
}
