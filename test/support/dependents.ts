import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { Pipeline } from "../../core/pipeline/pipeline.ts";
import { PolicyRecord, policyByDefault } from "../../core/policy/policy.ts";
import type { Service } from "../../core/service/service.ts";
import { SAMPLE_TIME } from "../../core/testing/sample-records.ts";
import { pipelineKey, policyKey } from "../../functions/adapters/item-keys.ts";
import { tableName } from "../../local/cloud/resources.ts";
import type { CloudPorts } from "./cloud-ports.ts";

type Ports = Pick<CloudPorts, "documents" | "services">;

/** The pipelines are there, and the service, which is there already, links them. */
export async function putPipelines(
  { documents, services }: Ports,
  service: Pick<Service, "org" | "serviceId">,
  pipelines: readonly Pipeline[],
): Promise<void> {
  for (let from = 0; from < pipelines.length; from += 25) {
    const some = pipelines.slice(from, from + 25).map((pipeline) => {
      const Item = { ...Pipeline.parse(pipeline), ...pipelineKey(pipeline) };
      return documents.send(new PutCommand({ TableName: tableName, Item }));
    });
    await Promise.all(some);
  }
  const pipelineIds = pipelines.map(({ pipelineId }) => pipelineId);
  await services.update(service, { when: [], set: { pipelineIds } });
}

/** The org's policy names these contacts. */
export async function putPolicy(
  { documents }: Pick<Ports, "documents">,
  org: string,
  contacts: string[],
): Promise<void> {
  const record = PolicyRecord.parse({
    ...{ org, policy: { ...policyByDefault.policy, contacts }, policyVersion: 1 },
    ...{
      outbox: [],
      sequence: 0,
      version: 1,
      rotationSince: SAMPLE_TIME,
      updatedBy: "Ada Admin",
      updatedOn: SAMPLE_TIME,
    },
  });
  await documents.send(new PutCommand({ TableName: tableName, Item: { ...record, ...policyKey({ org }) } }));
}
