import type { Attempt } from "./attempt.ts";
import type { World } from "./world.ts";

/** What somebody who asks for another org's record may be told: the same as of one that never was. */
const TOLD_OF_NOTHING = new Set(["not_found", "unknown_pipeline", "unavailable"]);
const IDS = /(?:con|svc)_[0-9a-f]{32}|AKIA[A-Z0-9]{6,}/g;

/** Nothing of one org is in another's records, events, history, lists and answers; and nobody changes another's. */
export async function tenancyViolations(world: World): Promise<string[]> {
  if (world.orgs.length < 2) return [];
  const texts: Text[] = [
    ...(await world.journal()).map((event) => text("the journal", event.metadata.org, event)),
    ...world.bus.events.map((event) => text("an event", event.metadata.org, event)),
    ...world.attempts.flatMap(({ id, org, outcome }) => {
      if (outcome?.is === "answered") return [text(`the answer to ${id}`, org, outcome.value)];
      if (outcome?.is !== "refused") return [];
      return [text(`the refusal of ${id}`, org, [outcome.error.detail, outcome.error.more])];
    }),
    ...world.watch.written.map((one) => ({ where: "a record", ...one })),
  ];
  return [
    ...texts.flatMap((one) => [...strangersIn(world, one)]),
    ...world.attempts.flatMap((attempt) => [...foreignViolations(world, attempt)]),
  ];
}

interface Text {
  where: string;
  org: string;
  text: string;
}

function text(where: string, org: string, what: unknown): Text {
  return { where, org, text: JSON.stringify(what) ?? "" };
}

function* strangersIn(world: World, { where, org, text }: Text): Generator<string> {
  for (const other of world.orgs) {
    if (other !== org && text.includes(other)) yield `${where} of ${org} tells of ${other}`;
  }
  for (const [id] of text.matchAll(IDS)) {
    const owner = world.items.owners.get(id) ?? world.iam.owners.get(id);
    if (owner && owner !== org) yield `${where} of ${org} names ${id} of ${owner}`;
  }
}

function* foreignViolations({ watch }: World, attempt: Attempt): Generator<string> {
  const { id, kind, isForeign, outcome, target } = attempt;
  if (!isForeign) return;
  if (outcome?.is === "answered") yield `${id} was answered (${kind} of ${target} of another org)`;
  if (outcome?.is === "refused" && !TOLD_OF_NOTHING.has(outcome.error.code)) {
    yield `${id} was told ${outcome.error.code} of ${target} of another org`;
  }
  for (const { type, metadata } of watch.events.values()) {
    if (metadata.correlationId === id) yield `${id} of another org caused ${type}`;
  }
}
