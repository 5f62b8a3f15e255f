import { type Instant, msBetween, SECOND_MS } from "../clock.ts";
import { REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { purgeConnection } from "../connection/purge-connection.ts";
import { failureOf } from "../errors.ts";
import type { ItemKey, Outboxes } from "../journal/outboxes.ts";
import type { Org } from "../org/org.ts";
import { allPages } from "../page.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { PatchRefused } from "../record/patch.ts";
import { purgeService } from "../service/purge-service.ts";
import type { Left } from "./left.ts";
import { type KeysPage, type OrgItems, type OrgPart, orgParts } from "./org-items.ts";

export type ErasePorts = DeprovisionPorts & { outboxes: Outboxes; orgItems: OrgItems };

/** The journal's index shows what was erased for a little longer, and what was put a little later. */
const INDEX_SETTLES_MS = 2 * SECOND_MS;
const PASSES_MAX = 30;
/** The stream delivers at once, the schedule within a minute. */
const DELIVERED_WITHIN_MS = 2 * SECOND_MS;

/** How many items an org has, by kind. */
export async function countItems(
  { orgItems }: { orgItems: OrgItems },
  org: Org,
): Promise<Record<OrgPart, number>> {
  const counts = { records: 0, history: 0, notices: 0, rest: 0 };
  for (const part of orgParts) {
    for await (const keys of pages((after) => orgItems.page(org, part, after))) counts[part] += keys.length;
  }
  return counts;
}

/**
 * Waits until the deployment has delivered what the org's records, its policy and its notices still have to tell: whoever
 * depends on a key has to learn that it is gone, and with its item an event would vanish untold. (Nobody but the relay may
 * put events on the bus.) Answers those that it had not by `until`. It waits for no mail: one that SES did not take at
 * once is not sent any more.
 */
export async function awaitDelivery(ports: ErasePorts, org: Org, until: Instant): Promise<Left[]> {
  for (let hasWaited = false; ; hasWaited = true) {
    const waiting = await undelivered(ports, org);
    if (waiting.length > 0 && ports.clock.now() < until) {
      await ports.clock.sleep(DELIVERED_WITHIN_MS);
      continue;
    }
    // A second relay that had read them before they were trimmed may yet put them into the journal.
    if (hasWaited) await ports.clock.sleep(REQUEST_OVER_MS);
    return waiting;
  }
}

async function undelivered({ orgItems, outboxes }: ErasePorts, org: Org): Promise<Left[]> {
  const waiting: Left[] = [];
  for (const part of ["records", "rest", "notices"] as const) {
    for await (const keys of pages((after) => orgItems.undelivered(org, part, after))) {
      for (const key of keys) {
        const events = await outboxes.read(key);
        if (events.length > 0) waiting.push({ of: key.sk, error: `has ${events.length} events to deliver` });
      }
    }
  }
  return waiting;
}

/**
 * Takes away the tombstones, as the sweep does when their time has come, but at once: no later than a request that
 * was under way when they were made can still come to an end. Answers those that could not be.
 */
export async function purgeTombstones(ports: ErasePorts, org: Org): Promise<Left[]> {
  const connections = await allPages(
    (limit, after) => ports.connections.page(org, limit, after),
    "connectionId",
  );
  const services = await allPages((limit, after) => ports.services.page(org, limit, after), "serviceId");
  await sleepUntilSettled(ports, [...connections, ...services]);
  const left: Left[] = [];
  const why = "cannot be taken away";
  for (const { connectionId } of connections) {
    const tombstone = await ports.connections.find({ org, connectionId });
    if (tombstone?.state !== "deleted") continue;
    left.push(...(await orLeft(connectionId, why, () => purgeConnection(ports, tombstone))));
  }
  for (const { serviceId } of services) {
    const tombstone = await ports.services.find({ org, serviceId });
    if (tombstone?.state !== "deleted") continue;
    left.push(...(await orLeft(serviceId, why, () => purgeService(ports, tombstone))));
  }
  return left;
}

async function sleepUntilSettled({ clock }: ErasePorts, records: { updatedOn: Instant }[]): Promise<void> {
  const youngest = records
    .map((record) => record.updatedOn)
    .sort()
    .at(-1);
  const age = youngest === undefined ? REQUEST_OVER_MS : msBetween(youngest, clock.now());
  if (age < REQUEST_OVER_MS) await clock.sleep(REQUEST_OVER_MS - age);
}

/** A refused write says that the sweep was quicker. */
async function orLeft(of: string, why: string, work: () => Promise<void>): Promise<Left[]> {
  try {
    await work();
  } catch (error) {
    if (error instanceof PatchRefused) return [];
    if (!failureOf(error)) throw error;
    return [{ of, error: `${why} (${(error as Error).message})` }];
  }
  return [];
}

/** Erases until nothing is shown any more; a record is left alone. Throws CallFailed. */
export async function eraseItems(ports: ErasePorts, org: Org): Promise<Left[]> {
  for (let pass = 1; pass <= PASSES_MAX; pass++) {
    let erased = 0;
    for (const part of ["rest", "notices", "history"] as const) {
      for await (const keys of pages((after) => ports.orgItems.page(org, part, after))) {
        await ports.orgItems.erase(keys);
        erased += keys.length;
      }
    }
    if (erased === 0) return [];
    await ports.clock.sleep(INDEX_SETTLES_MS);
  }
  return [{ of: org, error: "items of it keep appearing: does somebody still use it?" }];
}

async function* pages(read: (after?: string) => Promise<KeysPage>): AsyncGenerator<ItemKey[]> {
  let after: string | undefined;
  do {
    const page = await read(after);
    yield page.keys;
    after = page.next;
  } while (after);
}
