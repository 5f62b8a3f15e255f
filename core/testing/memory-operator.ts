import type { KeyturnEvent } from "../journal/event.ts";
import type { ItemKey } from "../journal/outboxes.ts";
import type { AllRecords, RecordRef } from "../operator/all-records.ts";
import type { OrgItems, OrgPart } from "../operator/org-items.ts";
import type { Users } from "../operator/users.ts";
import type { MemoryIam } from "./memory-iam.ts";
import type { MemoryItems } from "./memory-items.ts";
import { noticesPartition } from "./memory-notices.ts";

/** When a test says nothing else, its table was made before anything in it. */
const MADE_AT = "1970-01-02T00:00:00.000Z";
/** Few, so that tests see more than one page. */
const PAGE = 2;

const CONNECTION = "CONNECTION#";
const POLICY = "POLICY";
const isRecord = ({ sk }: ItemKey) => sk.startsWith(CONNECTION) || sk.startsWith("SERVICE#");

/** The in-memory twin of a scan. */
export function memoryAllRecords(items: MemoryItems): AllRecords {
  return {
    tableMadeAt: async () => MADE_AT,
    page: async (after) => {
      const { keys, next } = pageBehind(
        items.keys().filter((key) => isRecord(key) || key.sk === POLICY),
        after,
      );
      return { records: keys.map(refOf), ...(next && { next }) };
    },
  };
}

export function memoryOrgItems(items: MemoryItems, entries: Map<string, KeyturnEvent>): OrgItems {
  const historyOf = (org: string): ItemKey[] =>
    [...entries.values()]
      .filter((event) => event.metadata.org === org)
      .map((event) => ({ pk: `${org}#`, sk: event.metadata.eventId }));
  const itemsOf = (org: string, part: OrgPart): ItemKey[] =>
    items
      .keys()
      .filter(({ pk }) => pk === (part === "notices" ? noticesPartition(org) : org))
      .filter((key) => part === "notices" || isRecord(key) === (part === "records"));
  const tells = (key: ItemKey) => (items.tracked(key)?.outbox?.length ?? 0) > 0;
  return {
    page: async (org, part, after) =>
      pageBehind(part === "history" ? historyOf(org) : itemsOf(org, part), after),
    undelivered: async (org, part, after) => pageBehind(itemsOf(org, part).filter(tells), after),
    erase: async (keys) => {
      for (const key of keys) {
        items.drop(key);
        entries.delete(key.sk);
      }
    },
  };
}

/** What an operator sees of the in-memory IAM. */
export function memoryUsers({ users, tags, paths }: Pick<MemoryIam, "users" | "tags" | "paths">): Users {
  return {
    page: async (_cellId, org, after) => {
      const ours = [...users.keys()].filter((name) => !paths.has(name)); // the others lie elsewhere
      const names = ours.flatMap((name) =>
        org === undefined || tags.get(name)?.org === org ? [{ pk: "", sk: name }] : [],
      );
      const { keys, next } = pageBehind(names, after);
      return { userNames: keys.map(({ sk }) => sk), ...(next && { next }) };
    },
    tagsOf: async ({ userName }) => tags.get(userName) ?? {},
    keysOf: async ({ userName }) =>
      users.get(userName)?.keys.map(({ accessKeyId, createdAt, active }) => ({
        accessKeyId,
        createdAt,
        active,
      })),
  };
}

function refOf({ pk: org, sk }: ItemKey): RecordRef {
  if (sk === POLICY) return { kind: "policy", org };
  const id = sk.slice(sk.indexOf("#") + 1);
  return sk.startsWith(CONNECTION)
    ? { kind: "connection", org, connectionId: id }
    : { kind: "service", org, serviceId: id };
}

function pageBehind(all: ItemKey[], after = ""): { keys: ItemKey[]; next?: string } {
  const rest = all.filter((key) => place(key) > after).sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const keys = rest.slice(0, PAGE);
  const last = keys.at(-1);
  return { keys, ...(last && rest.length > PAGE && { next: place(last) }) };
}

function place({ pk, sk }: ItemKey): string {
  return `${pk}\n${sk}`;
}
