import type { Draft } from "./draft.ts";

const TRIES_MAX = 25;
/** What is only seen by waiting is not waited for so often. */
const TIME_MS_MAX = 15_000;

/** The draft without whatever can be left out of it with `isStill` holding; itself, if it does not hold again. */
export async function shrunk(draft: Draft, isStill: (draft: Draft) => Promise<boolean>): Promise<Draft> {
  if (draft.raw || !(await isStill(draft))) return draft;
  let least = draft;
  let tries = 0;
  const began = Date.now();
  const attempt = async (smaller: Partial<Draft>) => {
    if (++tries > TRIES_MAX || Date.now() - began > TIME_MS_MAX) return;
    const one = { ...least, ...smaller };
    if (await isStill(one)) least = one;
  };
  for (const header of draft.headers)
    await attempt({ headers: least.headers.filter((one) => one !== header) });
  const [path = "", ...query] = draft.target.split("?");
  if (query.length > 0) await attempt({ target: path });
  for (let part = 2; part <= 64; part *= 2) {
    const keep = Math.floor(least.body.length * (1 - 1 / part));
    if (keep < least.body.length) await attempt({ body: least.body.subarray(0, keep) });
  }
  return least;
}
