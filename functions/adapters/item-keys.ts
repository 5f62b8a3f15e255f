import type { ConnectionRef } from "../../core/connection/connection.ts";
import { shardOf } from "../../core/ids.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import { orgIdOf } from "../../core/org/org.ts";
import { SHARDS } from "../../core/record/shards.ts";
import type { ServiceRef } from "../../core/service/service.ts";

/** Where every kind of item lies. Partitions are named by the org's derived id, never by the claim. */
export const CONNECTION = "CONNECTION#";
export const SERVICE = "SERVICE#";
export const EVENT = "EVENT#";

export function orgPartition(org: string): string {
  return `ORG#${orgIdOf(org)}`;
}

export function connectionKey({ org, connectionId }: ConnectionRef): ItemKey {
  return { pk: orgPartition(org), sk: CONNECTION + connectionId };
}

export function serviceKey({ org, serviceId }: ServiceRef): ItemKey {
  return { pk: orgPartition(org), sk: SERVICE + serviceId };
}

export function connectionJournal(org: string, connectionId: string): string {
  return `${orgPartition(org)}#${CONNECTION}${connectionId}`;
}

/** An event about a connection lies in that connection's history, any other in its service's. */
export function journalKey({ metadata, data }: KeyturnEvent): ItemKey {
  const pk =
    "connectionId" in data
      ? connectionJournal(metadata.org, data.connectionId)
      : `${orgPartition(metadata.org)}#${SERVICE}${data.serviceId}`;
  return { pk, sk: EVENT + metadata.eventId };
}

/** The same shard for an item in both sparse indexes. */
export function shardName(shard: number): string {
  return `S${String(shard).padStart(2, "0")}`;
}

export function shardNameOf(key: ItemKey): string {
  return shardName(shardOf(key.sk, SHARDS));
}
