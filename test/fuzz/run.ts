import { Random } from "../simulation/random.ts";
import { bytesOf, type Draft, reproduction } from "./draft.ts";
import { shrunk } from "./shrink.ts";
import type { Tally } from "./tally.ts";
import { type Exchange, exchange } from "./wire.ts";

/** What is under test, and who knows what to ask it. */
export interface Subject<Asked extends { draft: Draft; isValid: boolean }> {
  port: number;
  make(n: number, random: Random): Asked;
  nameOf(asked: Asked): string;
  /** All that is wrong with how it was answered. */
  judge(draft: Draft, exchange: Exchange): string[];
  learn(asked: Asked, exchange: Exchange): void;
  /** What the process ended with; undefined while it runs. */
  endedWith(): unknown;
}

export interface Fault {
  what: string;
  where: string;
  /** How to see it again. */
  how: string;
  times: number;
}

interface Run {
  requests: number;
  seed: number;
  tally: Tally;
  onProgress?(done: number): void;
  /** How long a request may take; ms. */
  slowMs?: number;
}

const AT_ONCE = 6;
const SLOW_MS = 1_000;
const PATIENCE_MS = 8_000;

/**
 * Asks, some requests at once, and judges every answer. The same seed asks the same, as far as the answers are. Ends
 * before its time when the process is gone.
 */
export async function run<Asked extends { draft: Draft; isValid: boolean }>(
  subject: Subject<Asked>,
  { requests, seed, tally, onProgress, slowMs = SLOW_MS }: Run,
): Promise<Fault[]> {
  const faults = new Map<string, Fault>();
  const send = (draft: Draft) => sendTo(subject.port, draft);
  for (let n = 0; n < requests && subject.endedWith() === undefined; n += AT_ONCE) {
    const count = Math.min(AT_ONCE, requests - n);
    const batch = Array.from({ length: count }, (_, at) =>
      subject.make(n + at, new Random(mixed(seed, n + at))),
    );
    const exchanges = await Promise.all(batch.map(({ draft }) => send(draft)));
    for (const [at, asked] of batch.entries()) {
      const answered = exchanges[at] as Exchange;
      await look(asked, answered, n + at);
      subject.learn(asked, answered);
    }
    onProgress?.(n + count);
  }
  const ended = subject.endedWith();
  if (ended !== undefined) add("the process ended", String(ended), "");
  return [...faults.values()];

  async function look(asked: Asked, answered: Exchange, n: number): Promise<void> {
    const { draft, isValid } = asked;
    const route = subject.nameOf(asked);
    tally.add({ route, isValid, status: answered.answers[0]?.status, ms: answered.ms });
    const found = subject.judge(draft, answered);
    // What is documented to be worth sending again has to be: the others of the batch changed the same record.
    if (isContended(answered)) found.splice(0, found.length, ...subject.judge(draft, await send(draft)));
    // The machine may have been busy: only what is slow alone, too, is slow.
    if (answered.ms > slowMs && (await send(draft)).ms > slowMs) found.push("slow");
    for (const what of found) {
      const isNew = !faults.has(`${what} ${route}`);
      const least = isNew
        ? await shrunk(draft, async (one) => subject.judge(one, await send(one)).includes(what))
        : draft;
      const told = isNew ? answerIn(answered) : "";
      add(
        what,
        route,
        `number ${n} of seed ${seed}, ${draft.spoiled.join(" and ") || "valid"}:\n      ${reproduction(least, subject.port)}${told}`,
      );
    }
  }

  function add(what: string, where: string, how: string): void {
    const known = faults.get(`${what} ${where}`);
    if (known) known.times += 1;
    else faults.set(`${what} ${where}`, { what, where, how, times: 1 });
  }
}

/** Not for AWS: a change that somebody else's change of the same record got before. */
function isContended({ answers: [answer] }: Exchange): boolean {
  return (
    answer?.status === 503 && answer.headers.has("retry-after") && answer.body.includes("Others are changing")
  );
}

function sendTo(port: number, draft: Draft): Promise<Exchange> {
  const { method, isCutOff, answersMax } = draft;
  const sending = { port, isHead: method === "HEAD", isCutOff, answersMax, patienceMs: PATIENCE_MS };
  return exchange(bytesOf(draft, port), sending);
}

function answerIn({ answers: [answer] }: Exchange): string {
  if (!answer) return "";
  return `\n      answered ${answer.status} ${JSON.stringify(answer.body.toString("utf8", 0, 400))}`;
}

/** A seed of its own for each request, so that it can be made again without those before it. */
function mixed(seed: number, n: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b)) >>> 0;
}
