import { KEYTURN } from "../../core/caller/caller.ts";
import { DAY_MS, MINUTE_MS, plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { IssuedAccessKey } from "../../core/key/reset-access-key.ts";
import type { Attempt } from "./attempt.ts";
import { refusedViolations } from "./refusal-invariants.ts";
import { START_MS } from "./scheduler.ts";
import type { World } from "./world.ts";

/** A call of a process that is gone may still take effect this much later. */
export const LATE_MS = 12_000;
/** Clocks of two functions, or one of them and IAM's, differ by no more. */
const CLOCKS_MS = 5_000;

interface Given {
  attempt: Attempt;
  issued: IssuedAccessKey;
}

/** What holds for keys that callers were given, and for those they replaced. */
export async function givenKeyViolations(world: World, connections: Connection[]): Promise<string[]> {
  const journal = await world.journal();
  const given = world.attempts.flatMap((attempt): Given[] => {
    if (attempt.kind !== "reset" || attempt.outcome?.is !== "answered") return [];
    const issued = attempt.outcome.value as IssuedAccessKey;
    return issued.replayed ? [] : [{ attempt, issued }];
  });
  return [
    ...given.flatMap((one) => [...keptViolations(world, connections, journal, one)]),
    ...given.flatMap((one) => [...stoppedViolations(journal, one)]),
    ...removedViolations(world, journal),
    ...refusedViolations(world, journal),
  ];
}

/** It is current and works, unless the journal says who ended it, and he had asked for that. */
function* keptViolations(
  world: World,
  connections: Connection[],
  journal: KeyturnEvent[],
  { attempt, issued }: Given,
): Generator<string> {
  const { accessKeyId } = issued;
  const ended = journal.filter((event) => keyEndedBy(event) === accessKeyId);
  for (const event of ended) {
    const why = whyUnasked(world, journal, attempt, event);
    if (why) yield `${accessKeyId}, given to ${attempt.id}, was ended by ${event.type}: ${why}`;
  }
  const current = connections.find((one) => one.connectionId === attempt.target)?.current;
  const isKept =
    current?.accessKeyId === accessKeyId && current.state === "active" && world.iam.works(accessKeyId);
  if (ended.length === 0 && !isKept) yield `${accessKeyId}, given to ${attempt.id}, does not work any more`;
}

function keyEndedBy({ type, data }: KeyturnEvent): string | undefined {
  if (type === "KeyRotated") return data.mode === "immediate" ? data.previousAccessKeyId : undefined;
  const ends = type === "KeyRemoved" || type === "KeyDisabled" || type === "KeyRetired";
  return ends ? data.accessKeyId : undefined;
}

function whyUnasked(
  world: World,
  journal: KeyturnEvent[],
  given: Attempt,
  event: KeyturnEvent,
): string | undefined {
  const { type, metadata, data } = event;
  const { correlationId, by } = metadata;
  if (by === KEYTURN && type === "KeyRetired" && data.deleteAt !== null)
    return whyRetired(world, journal, data.accessKeyId, metadata.occurredAt);
  if (by === KEYTURN && type === "KeyDisabled" && data.reason === "expired") {
    const isPolicy = world.attempts.some(({ request }) => request.deactivates);
    return isPolicy ? undefined : "no policy asked for it";
  }
  const ender = world.attempts.find(
    (one) => one.id === correlationId || (one.kind === "delete_service" && one.target === correlationId),
  );
  // Doomed by a reset that could not delete it, the old key is deleted by the sweep.
  const isLeftOver =
    by === KEYTURN && type === "KeyRetired" && world.attempts.some(wantedItGone(given, metadata));
  if (!ender && isLeftOver) return undefined;
  if (!ender || ender === given) return `nobody asked for it (${correlationId})`;
  if (type === "KeyDisabled" && !ender.request.compromised) return "nobody called it compromised";
  if (ender.kind === "delete_service") return undefined; // once begun it is finished, however long that takes
  const endedMs = ender.endedMs ?? Number.POSITIVE_INFINITY;
  return endedMs + LATE_MS < given.startedMs ? `${ender.id} was over before it was asked for` : undefined;
}

function wantedItGone({ target }: Attempt, { occurredAt }: KeyturnEvent["metadata"]) {
  return (one: Attempt) =>
    one.target === target &&
    one.kind === "reset" &&
    START_MS + one.startedMs <= Date.parse(occurredAt) + CLOCKS_MS;
}

/** By itself Keyturn retires an old key only in a staged reset, and before the hard stop only one that nobody uses. */
function whyRetired(
  world: World,
  journal: KeyturnEvent[],
  accessKeyId: string,
  at: string,
): string | undefined {
  const grants = journal.flatMap(({ type, metadata, data }) => {
    if (metadata.occurredAt > at) return [];
    const isStaged =
      type === "KeyRotated" && data.mode === "staged" && data.previousAccessKeyId === accessKeyId;
    if (isStaged) return [{ from: metadata.occurredAt, until: data.previousKeyValidUntil }];
    const isRestored = type === "KeyRestored" && data.accessKeyId === accessKeyId;
    return isRestored ? [{ from: metadata.occurredAt, until: data.retireAt }] : [];
  });
  const last = grants.sort((a, b) => (a.from < b.from ? -1 : 1)).at(-1);
  if (!last) return "no staged reset had replaced it";
  if (world.attempts.some(({ request }) => request.deactivates)) return undefined; // a stricter policy cuts both short
  if (at < last.until) return `it was to live until ${last.until}`;
  const quietFrom = plus(at, CLOCKS_MS - 36 * 60 * MINUTE_MS);
  // Used between the look and the end, it is retired all the same: what was begun is finished by the next sweep.
  const seen = plus(at, -MINUTE_MS * world.pace - CLOCKS_MS);
  const used = world.uses.find(
    (use) => use.accessKeyId === accessKeyId && quietFrom < use.at && use.at < seen,
  );
  const isHardStop = at >= plus(last.from, 14 * DAY_MS);
  return used && !isHardStop ? `it was used at ${used.at}` : undefined;
}

/** "The previous key stopped" is true when it is said, and for ever. */
function* stoppedViolations(journal: KeyturnEvent[], { attempt, issued }: Given): Generator<string> {
  const rotated = journal.find(
    (event) => event.type === "KeyRotated" && event.data.accessKeyId === issued.accessKeyId,
  );
  const previous = rotated && keyEndedBy(rotated);
  if (!previous) return;
  if (issued.previousKeyStopped && attempt.workingThen.includes(previous)) {
    yield `${previous} works although ${attempt.id} was told that it stopped`;
  }
  if (attempt.request.compromised && attempt.workingThen.includes(previous)) {
    yield `the leaked ${previous} works although ${attempt.id} was answered`;
  }
}

function* removedViolations(world: World, journal: KeyturnEvent[]): Generator<string> {
  for (const { id, kind, outcome, request, workingThen } of world.attempts) {
    const confirm = kind === "remove" && outcome?.is === "answered" ? request.confirm : undefined;
    if (confirm && workingThen.includes(confirm))
      yield `${confirm} works although ${id} was told that it is removed`;
  }
  const working = new Set(world.workingKeys());
  for (const event of journal) {
    const ended = keyEndedBy(event);
    if (ended && working.has(ended)) yield `${ended} works, ${event.type} says otherwise`;
  }
}
