import type { ConnectionRef } from "../../core/connection/connection.ts";
import type { UnmanagedUserRef } from "../../core/drift/unmanaged-user.ts";
import { shardOf } from "../../core/ids.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import type { IamUser } from "../../core/key/access-keys.ts";
import type { LeftoverRef } from "../../core/notice/leftover.ts";
import type { MailRef } from "../../core/notice/mails.ts";
import type { NoticeRef } from "../../core/notice/notice.ts";
import { orgIdOf } from "../../core/org/org.ts";
import type { PipelineRef } from "../../core/pipeline/pipeline.ts";
import type { PolicyRef } from "../../core/policy/policy.ts";
import { SHARDS } from "../../core/record/shards.ts";
import type { ServiceRef } from "../../core/service/service.ts";

/** Where every kind of item lies. Partitions are named by the org's derived id, never by the claim. */
export const CONNECTION = "CONNECTION#";
export const SERVICE = "SERVICE#";
export const PIPELINE = "PIPELINE#";
export const POLICY = "POLICY";
export const USER = "USER#";
const NOTICE = "NOTICE#";
const MAIL = "MAIL#";
export const LEFTOVER = "LEFTOVER#";
export const EVENT = "EVENT#";

export function orgPartition(org: string): string {
  return partitionOf(orgIdOf(org));
}

/** Of the org with that derived id. */
export function partitionOf(orgId: string): string {
  return `ORG#${orgId}`;
}

/** What dependents are told lies apart from an org's records: who writes it may write nothing else (stacks/grants.ts). */
export function noticesPartition(org: string): string {
  return `NOTICES#${orgIdOf(org)}`;
}

export function connectionKey({ org, connectionId }: ConnectionRef): ItemKey {
  return { pk: orgPartition(org), sk: CONNECTION + connectionId };
}

export function serviceKey({ org, serviceId }: ServiceRef): ItemKey {
  return { pk: orgPartition(org), sk: SERVICE + serviceId };
}

export function pipelineKey({ org, pipelineId }: PipelineRef): ItemKey {
  return { pk: orgPartition(org), sk: PIPELINE + pipelineId };
}

/** A user that no connection has. */
export function unmanagedUserKey({ org, userName }: UnmanagedUserRef): ItemKey {
  return { pk: orgPartition(org), sk: USER + userName };
}

/** An org has one policy. */
export function policyKey({ org }: PolicyRef): ItemKey {
  return { pk: orgPartition(org), sk: POLICY };
}

export function noticeKey({ org, eventId, pipelineId }: NoticeRef): ItemKey {
  return { pk: noticesPartition(org), sk: `${NOTICE}${eventId}#${pipelineId}` };
}

export function mailKey({ org, eventId, addressHash }: MailRef): ItemKey {
  return { pk: noticesPartition(org), sk: `${MAIL}${eventId}#${addressHash}` };
}

/** One for each event, however many passes could not tell all of it. */
export function leftoverKey({ org, eventId }: LeftoverRef): ItemKey {
  return { pk: noticesPartition(org), sk: LEFTOVER + eventId };
}

/** A claim to an adopted user lies in no org's partition: it keeps the orgs apart. IAM knows the name in any case. */
export function claimKey({ cellId, userName }: IamUser): ItemKey {
  return { pk: `USER#${cellId}#${userName.toLowerCase()}`, sk: "CLAIM" };
}

export function connectionJournal(org: string, connectionId: string): string {
  return `${orgPartition(org)}#${CONNECTION}${connectionId}`;
}

/** An event about a connection lies in that connection's history; any other in its service's, or beside its policy's. */
export function journalKey({ metadata, data }: KeyturnEvent): ItemKey {
  return { pk: journalPartition(metadata.org, data), sk: EVENT + metadata.eventId };
}

function journalPartition(org: string, data: KeyturnEvent["data"]): string {
  if ("connectionId" in data) return connectionJournal(org, data.connectionId);
  return `${orgPartition(org)}#${"serviceId" in data ? SERVICE + data.serviceId : POLICY}`;
}

/** The same shard for an item in both sparse indexes. */
export function shardName(shard: number): string {
  return `S${String(shard).padStart(2, "0")}`;
}

export function shardNameOf(key: ItemKey): string {
  return shardName(shardOf(key.sk, SHARDS));
}
