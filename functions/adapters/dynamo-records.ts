import { Connection, namesItsOwn } from "../../core/connection/connection.ts";
import type { Connections } from "../../core/connection/connections.ts";
import { Pipeline } from "../../core/pipeline/pipeline.ts";
import type { Pipelines } from "../../core/pipeline/pipelines.ts";
import type { Policies } from "../../core/policy/policies.ts";
import { PolicyRecord } from "../../core/policy/policy.ts";
import { Service } from "../../core/service/service.ts";
import type { Services } from "../../core/service/services.ts";
import {
  type DynamoTable,
  eraseItem,
  getItem,
  insertItem,
  type Kind,
  updateItem,
  writeItem,
} from "./dynamo-items.ts";
import { countItems, getItems, queryItems } from "./dynamo-lists.ts";
import {
  CONNECTION,
  connectionKey,
  orgPartition,
  PIPELINE,
  pipelineKey,
  policyKey,
  SERVICE,
  serviceKey,
} from "./item-keys.ts";

/** A record is believed about itself alone: one that named another's user or folder would open that to its org. */
const connectionItem: Kind<Connection> = {
  schema: Connection.refine(namesItsOwn, "it names a user or a folder that is not its own"),
  keyOf: connectionKey,
};
const serviceItem: Kind<Service> = { schema: Service, keyOf: serviceKey };
const pipelineItem: Kind<Pipeline> = { schema: Pipeline, keyOf: pipelineKey };
const policyItem: Kind<PolicyRecord> = { schema: PolicyRecord, keyOf: policyKey };

export function dynamoConnections(dynamo: DynamoTable): Connections {
  return {
    find: (ref) => getItem(dynamo, connectionKey(ref), connectionItem),
    insert: (connection) => insertItem(dynamo, connectionKey(connection), connectionItem, connection),
    update: (ref, patch) => updateItem(dynamo, connectionKey(ref), connectionItem, patch),
    write: (ref, patch) => writeItem(dynamo, connectionKey(ref), patch),
    findMany: (org, ids) =>
      getItems(
        dynamo,
        ids.map((connectionId) => connectionKey({ org, connectionId })),
        connectionItem,
      ),
    findAcross: (refs) => getItems(dynamo, refs.map(connectionKey), connectionItem),
    page: (org, limit, after) =>
      queryItems(dynamo, { pk: orgPartition(org), prefix: CONNECTION, limit, after }, connectionItem),
    erase: async (seen, version) =>
      void (await eraseItem(dynamo, connectionKey(seen), version, seen.createdOn)),
  };
}

export function dynamoServices(dynamo: DynamoTable): Services {
  return {
    find: (ref) => getItem(dynamo, serviceKey(ref), serviceItem),
    insert: (service) => insertItem(dynamo, serviceKey(service), serviceItem, service),
    update: (ref, patch) => updateItem(dynamo, serviceKey(ref), serviceItem, patch),
    page: (org, limit, after) =>
      queryItems(dynamo, { pk: orgPartition(org), prefix: SERVICE, limit, after }, serviceItem),
    count: (org, atMost) =>
      countItems(dynamo, {
        pk: orgPartition(org),
        prefix: SERVICE,
        atMost,
        but: { state: "deleted", having: "system" },
      }),
    erase: async (seen, version) => void (await eraseItem(dynamo, serviceKey(seen), version, seen.createdOn)),
  };
}

export function dynamoPolicies(dynamo: DynamoTable): Policies {
  return {
    find: (ref) => getItem(dynamo, policyKey(ref), policyItem),
    findMany: (orgs) =>
      getItems(
        dynamo,
        orgs.map((org) => policyKey({ org })),
        policyItem,
      ),
    insert: (record) => insertItem(dynamo, policyKey(record), policyItem, record),
    update: (ref, patch) => updateItem(dynamo, policyKey(ref), policyItem, patch),
  };
}

export function dynamoPipelines(dynamo: DynamoTable): Pipelines {
  return {
    find: (ref) => getItem(dynamo, pipelineKey(ref), pipelineItem),
    findMany: (org, ids) =>
      getItems(
        dynamo,
        ids.map((pipelineId) => pipelineKey({ org, pipelineId })),
        pipelineItem,
      ),
    insert: (pipeline) => insertItem(dynamo, pipelineKey(pipeline), pipelineItem, pipeline),
    update: (ref, patch) => updateItem(dynamo, pipelineKey(ref), pipelineItem, patch),
    page: (org, limit, after) =>
      queryItems(dynamo, { pk: orgPartition(org), prefix: PIPELINE, limit, after }, pipelineItem),
    count: (org, atMost) => countItems(dynamo, { pk: orgPartition(org), prefix: PIPELINE, atMost }),
    erase: (seen, version) => eraseItem(dynamo, pipelineKey(seen), version, seen.createdOn),
  };
}
