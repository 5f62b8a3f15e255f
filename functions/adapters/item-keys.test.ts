import { expect, test } from "vitest";
import { SHARDS } from "../../core/record/shards.ts";
import {
  aConnection,
  aKeyCreated,
  anOrg,
  aService,
  aServiceDeleted,
} from "../../core/testing/sample-records.ts";
import { connectionKey, journalKey, orgPartition, serviceKey, shardName, shardNameOf } from "./item-keys.ts";

test("names partitions by the org's derived id, never by the claim as it came", () => {
  const key = connectionKey(aConnection("ACME_Corp"));
  expect(key.pk).toMatch(/^ORG#acme-corp-[a-z2-7]{16}$/);
  expect(orgPartition("acme_corp")).not.toBe(orgPartition("ACME_Corp"));
  expect(orgPartition("acme-corp")).not.toBe(orgPartition("acme_corp"));
});

test("no org's name leads into another's partition", () => {
  const [one, other] = [orgPartition("a"), orgPartition("a-CONNECTION")];
  expect(other.startsWith(`${one}#`)).toBe(false);
  expect(one).not.toContain("_");
});

test("puts an event about a connection into its history, any other into its service's", () => {
  const [connection, service] = [aConnection(anOrg()), aService(anOrg())];
  const [created, deleted] = [aKeyCreated(connection, 1), aServiceDeleted(service, 1)];
  expect(journalKey(created)).toEqual({
    pk: `${orgPartition(connection.org)}#CONNECTION#${connection.connectionId}`,
    sk: `EVENT#${created.metadata.eventId}`,
  });
  expect(journalKey(deleted).pk).toBe(`${orgPartition(service.org)}#SERVICE#${service.serviceId}`);
});

test("spreads records over all shards, each always in the same", () => {
  const keys = Array.from({ length: 400 }, () => connectionKey(aConnection("acme")));
  const used = new Set(keys.map(shardNameOf));
  expect([...used].sort()).toEqual(Array.from({ length: SHARDS }, (_, shard) => shardName(shard)));
  const service = serviceKey(aService("acme"));
  expect(shardNameOf(service)).toBe(shardNameOf({ ...service, pk: "ORG#another" }));
});
