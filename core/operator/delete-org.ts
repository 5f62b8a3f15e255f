import type { Instant } from "../clock.ts";
import { isAdopted } from "../connection/connection.ts";
import type { ManagedBucket } from "../connection/provisioning.ts";
import { type Org, orgIdOf } from "../org/org.ts";
import { allPages } from "../page.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { deleteObjects } from "./delete-objects.ts";
import { endServices } from "./end-services.ts";
import { awaitDelivery, countItems, type ErasePorts, eraseItems, purgeTombstones } from "./erase-org.ts";
import type { Left } from "./left.ts";
import type { ObjectFolder, Objects } from "./objects.ts";
import type { OrgPart } from "./org-items.ts";
import { allUsers, type Users } from "./users.ts";

export type DeleteOrgPorts = ErasePorts & { users: Users; objects: Objects };

/** What there is of an org. */
export interface OrgSurvey {
  services: { serviceId: string; name: string; state: string }[];
  items: Record<OrgPart, number>;
  /** Names of its IAM users. */
  userNames: string[];
  /** Where its objects lie, but for those of adopted users: those are the portal's own. */
  folders: ObjectFolder[];
  /** Managed buckets in which it has, or had lately, connections, and which are none of the deployment's as it was named. */
  unknownBuckets: Pick<ManagedBucket, "region" | "bucket">[];
  /** Users that were there before Keyturn: they stay, with their policies and whatever lies in their folders. */
  adopted: string[];
}

/** Looks, and changes nothing. Throws CallFailed. */
export async function surveyOrg(ports: DeleteOrgPorts, org: Org): Promise<OrgSurvey> {
  const services = await allPages((limit, after) => ports.services.page(org, limit, after), "serviceId");
  return {
    services: services
      .filter(({ state }) => state !== "deleted")
      .map(({ serviceId, name, state }) => ({ serviceId, name, state })),
    items: await countItems(ports, org),
    userNames: (await allUsers(ports, cellsOf(ports), org)).map((user) => user.userName),
    folders: foldersOf(ports, org),
    unknownBuckets: await unknownBuckets(ports, org),
    adopted: services.flatMap(({ adoption, state }) =>
      adoption && state !== "deleted" ? [adoption.userName] : [],
    ),
  };
}

export interface DeleteOrgOptions {
  until: Instant;
  tell(step: string): void;
  /** Its objects, too. */
  objects?: boolean;
}

/**
 * Deletes an org for good, while the deployment serves the others:
 *
 * 1. its data services, with their keys and users; what is in the way for a while is waited for until `until`. Adopted
 *    users stay, without the keys that were managed
 *    if told, its objects: whatever lies in its folder of each managed bucket, now that no key of it works any more
 * 2. the deployment has delivered the events that tell of it
 * 3. tombstones go, a minute after the last of them was made, and with them the users of stalled creations
 * 4. the deployment has delivered the notices that it has made of those events meanwhile
 * 5. if told, its folders are looked at once more: a key works for a while after it was deleted, and what was written with
 *    it meanwhile is left and said
 * 6. its history and whatever else lies in its partitions, mails that are yet to be sent among it
 *
 * Stopped anywhere it can be run again: each step begins with what it finds. Answers what is left, empty when
 * nothing is. Who can still get a token of the org can make it anew at any time, so it has to be gone at the
 * identity provider first; a record that appears meanwhile is left alone and reported. Nothing is erased while a
 * service or an event is left, and no history while an object is that was to go. Throws CallFailed when the table or a
 * bucket cannot be read or written.
 */
export async function deleteOrg(
  ports: DeleteOrgPorts,
  org: Org,
  { until, tell, objects = false }: DeleteOrgOptions,
): Promise<Left[]> {
  tell("deleting its data services");
  const unended = await endServices(ports, org, until);
  if (unended.length > 0) return unended;
  if (objects) {
    tell("deleting its objects");
    const undeleted = await deleteObjects(ports, foldersOf(ports, org), ({ versions, uploads }) =>
      tell(`deleted ${versions} versions of objects and ${uploads} uploads`),
    );
    if (undeleted.length > 0) return undeleted;
  }
  tell("waiting until its last events are delivered");
  const undelivered = await awaitDelivery(ports, org, until);
  if (undelivered.length > 0) return undelivered;
  tell("erasing tombstones, once no request can be under way any more");
  const unpurged = await purgeTombstones(ports, org);
  if (unpurged.length > 0) return unpurged;
  const untold = await awaitDelivery(ports, org, until);
  if (untold.length > 0) return untold;
  const late = objects ? await foldersInUse(ports, org) : [];
  if (late.length > 0) return late.map(lateObjects);
  tell("erasing its history");
  const unerased = await eraseItems(ports, org);
  return [...unerased, ...(await stillThere(ports, org))];
}

async function stillThere(ports: DeleteOrgPorts, org: Org): Promise<Left[]> {
  const { records, history, notices, rest } = await countItems(ports, org);
  const left: Left[] = [];
  if (records + history + notices + rest > 0) {
    const error = `${records} records and ${history + notices + rest} entries are there or have come back: is the org gone at the identity provider? Run this again`;
    left.push({ of: org, error });
  }
  for (const user of await allUsers(ports, cellsOf(ports), org)) {
    const keys = await ports.users.keysOf(user); // a list may name a user that was deleted just now
    if (!keys) continue;
    const ids = keys.map((key) => key.accessKeyId).join(", ") || "none";
    left.push({
      of: user.userName,
      error: `is a user that no record of this table names (is it another stage's?), with these access keys: ${ids}`,
    });
  }
  return left;
}

async function unknownBuckets({ connections, deployment }: DeleteOrgPorts, org: Org) {
  const all = await allPages((limit, after) => connections.page(org, limit, after), "connectionId");
  const own = all.filter((connection) => !connection.customer && !isAdopted(connection));
  const known = new Set(deployment.buckets.map(({ bucket }) => bucket));
  const unknown = new Map(own.map(({ region, bucket }) => [bucket, { region, bucket }]));
  return [...unknown.values()].filter(({ bucket }) => !known.has(bucket));
}

/** Whether there are objects of the org in the buckets that are named. Throws CallFailed. */
export async function hasObjects(ports: DeleteOrgPorts, org: Org): Promise<boolean> {
  return (await foldersInUse(ports, org)).length > 0;
}

/** Those of the org's folders in which a version of an object lies, or an upload was begun. */
async function foldersInUse(ports: DeleteOrgPorts, org: Org): Promise<ObjectFolder[]> {
  const inUse: ObjectFolder[] = [];
  for (const folder of foldersOf(ports, org)) {
    const versions = await ports.objects.versions(folder);
    const uploads = await ports.objects.uploads(folder);
    if (versions.items.length + uploads.items.length > 0) inUse.push(folder);
  }
  return inUse;
}

function lateObjects({ bucket, folder }: ObjectFolder): Left {
  const error = "objects or uploads are there that came after the others were deleted: run this again";
  return { of: `s3://${bucket}/${folder}`, error };
}

/** With its slash the folder is the org's alone, whatever another is called. */
function foldersOf({ deployment }: DeprovisionPorts, org: Org): ObjectFolder[] {
  return deployment.buckets.map(({ region, bucket }) => ({
    region,
    bucket,
    folder: `${orgIdOf(org)}/` as const,
  }));
}

function cellsOf({ deployment }: DeprovisionPorts): string[] {
  return [...new Set(deployment.buckets.map((bucket) => bucket.cellId))];
}
