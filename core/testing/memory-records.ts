import type { Claims } from "../adoption/claims.ts";
import { Connection, type ConnectionRef } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import type { UnmanagedUsers } from "../drift/unmanaged-user.ts";
import { shardOf } from "../ids.ts";
import type { KeyturnEvent } from "../journal/event.ts";
import type { Journal } from "../journal/journal.ts";
import type { ItemKey, Outboxes } from "../journal/outboxes.ts";
import type { Leftovers } from "../notice/leftover.ts";
import type { Mails } from "../notice/mails.ts";
import type { Notices } from "../notice/notice.ts";
import type { AllRecords } from "../operator/all-records.ts";
import type { OrgItems } from "../operator/org-items.ts";
import { Pipeline, type PipelineRef } from "../pipeline/pipeline.ts";
import type { Pipelines } from "../pipeline/pipelines.ts";
import type { Policies } from "../policy/policies.ts";
import { PolicyRecord, type PolicyRef } from "../policy/policy.ts";
import { SHARDS } from "../record/shards.ts";
import { Service, type ServiceRef } from "../service/service.ts";
import type { Services } from "../service/services.ts";
import type { Agenda, Due } from "../sweep/agenda.ts";
import { memoryClaims } from "./memory-claims.ts";
import { memoryUnmanagedUsers } from "./memory-drift.ts";
import { MemoryItems } from "./memory-items.ts";
import { memoryJournal, memoryOutboxes } from "./memory-journal.ts";
import { LEFTOVER, memoryLeftovers, memoryMails, memoryNotices, orgOf } from "./memory-notices.ts";
import { memoryAllRecords, memoryOrgItems } from "./memory-operator.ts";

export interface MemoryRecords {
  connections: Connections;
  services: Services;
  policies: Policies;
  pipelines: Pipelines;
  claims: Claims;
  journal: Journal;
  outboxes: Outboxes;
  agenda: Agenda;
  allRecords: AllRecords;
  orgItems: OrgItems;
  notices: Notices;
  mails: Mails;
  leftovers: Leftovers;
  unmanagedUsers: UnmanagedUsers;
}

const CONNECTION = "CONNECTION#";
const SERVICE = "SERVICE#";
const POLICY = "POLICY";
const PIPELINE = "PIPELINE#";

/** The in-memory twin of everything Keyturn keeps in its table. */
export function memoryRecords(items = new MemoryItems()): MemoryRecords {
  const entries = new Map<string, KeyturnEvent>();
  return {
    connections: memoryConnections(items),
    services: memoryServices(items),
    policies: memoryPolicies(items),
    pipelines: memoryPipelines(items),
    claims: memoryClaims(items),
    journal: memoryJournal(entries),
    outboxes: memoryOutboxes(items),
    agenda: memoryAgenda(items),
    allRecords: memoryAllRecords(items),
    orgItems: memoryOrgItems(items, entries),
    notices: memoryNotices(items),
    mails: memoryMails(items),
    leftovers: memoryLeftovers(items),
    unmanagedUsers: memoryUnmanagedUsers(items),
  };
}

function memoryConnections(items: MemoryItems): Connections {
  const keyOf = ({ org, connectionId }: ConnectionRef) => ({ pk: org, sk: CONNECTION + connectionId });
  return {
    find: async (ref) => items.get(keyOf(ref), Connection),
    insert: async (connection) => items.insert(keyOf(connection), Connection, connection),
    update: async (ref, patch) => items.update(keyOf(ref), Connection, patch),
    write: async (ref, patch) => void items.update(keyOf(ref), Connection, patch),
    findMany: async (org, ids) =>
      ids
        .map((connectionId) => items.get(keyOf({ org, connectionId }), Connection))
        .filter((connection) => connection !== undefined),
    findAcross: async (refs) =>
      refs.map((ref) => items.get(keyOf(ref), Connection)).filter((connection) => connection !== undefined),
    page: async (org, limit, after = "") =>
      items
        .partition(org, CONNECTION, Connection)
        .filter((connection) => connection.connectionId > after)
        .slice(0, limit),
    erase: async (seen, version) => void items.erase(keyOf(seen), version, seen.createdOn),
  };
}

function memoryServices(items: MemoryItems): Services {
  const keyOf = ({ org, serviceId }: ServiceRef) => ({ pk: org, sk: SERVICE + serviceId });
  const all = (org: string) => items.partition(org, SERVICE, Service);
  return {
    find: async (ref) => items.get(keyOf(ref), Service),
    insert: async (service) => items.insert(keyOf(service), Service, service),
    update: async (ref, patch) => items.update(keyOf(ref), Service, patch),
    page: async (org, limit, after = "") =>
      all(org)
        .filter((service) => service.serviceId > after)
        .slice(0, limit),
    count: async (org, atMost) =>
      Math.min(atMost, all(org).filter(({ state, system }) => state !== "deleted" && !system).length),
    erase: async (seen, version) => void items.erase(keyOf(seen), version, seen.createdOn),
  };
}

function memoryPipelines(items: MemoryItems): Pipelines {
  const keyOf = ({ org, pipelineId }: PipelineRef) => ({ pk: org, sk: PIPELINE + pipelineId });
  const all = (org: string) => items.partition(org, PIPELINE, Pipeline);
  return {
    find: async (ref) => items.get(keyOf(ref), Pipeline),
    findMany: async (org, ids) =>
      ids
        .map((pipelineId) => items.get(keyOf({ org, pipelineId }), Pipeline))
        .filter((pipeline) => pipeline !== undefined),
    insert: async (pipeline) => items.insert(keyOf(pipeline), Pipeline, pipeline),
    update: async (ref, patch) => items.update(keyOf(ref), Pipeline, patch),
    page: async (org, limit, after = "") =>
      all(org)
        .filter((pipeline) => pipeline.pipelineId > after)
        .slice(0, limit),
    count: async (org, atMost) => Math.min(atMost, all(org).length),
    erase: async (seen, version) => items.erase(keyOf(seen), version, seen.createdOn),
  };
}

function memoryPolicies(items: MemoryItems): Policies {
  const keyOf = ({ org }: PolicyRef) => ({ pk: org, sk: POLICY });
  return {
    find: async (ref) => items.get(keyOf(ref), PolicyRecord),
    findMany: async (orgs) =>
      orgs.map((org) => items.get(keyOf({ org }), PolicyRecord)).filter((record) => record !== undefined),
    insert: async (record) => items.insert(keyOf(record), PolicyRecord, record),
    update: async (ref, patch) => items.update(keyOf(ref), PolicyRecord, patch),
  };
}

function memoryAgenda(items: MemoryItems): Agenda {
  return {
    due: async (shard, until, after = "") => ({
      nominations: items
        .keys()
        .filter((key) => shardOf(key.sk, SHARDS) === shard)
        .flatMap((key) => {
          const at = items.tracked(key)?.nextActionAt;
          return at !== undefined && at <= until ? [{ key, at }] : [];
        })
        .map(({ key, at }) => ({ due: dueOf(key), place: `${at} ${key.pk} ${key.sk}` }))
        .filter(({ place }) => place > after)
        .sort((a, b) => (a.place < b.place ? -1 : 1)),
    }),
  };
}

function dueOf({ pk, sk }: ItemKey): Due {
  if (sk === POLICY) return { kind: "policy", org: pk };
  if (sk.startsWith(LEFTOVER))
    return { kind: "leftover", org: orgOf(pk), eventId: sk.slice(LEFTOVER.length) };
  return sk.startsWith(CONNECTION)
    ? { kind: "connection", org: pk, connectionId: sk.slice(CONNECTION.length) }
    : { kind: "service", org: pk, serviceId: sk.slice(SERVICE.length) };
}
