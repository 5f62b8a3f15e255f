import {
  DeleteEventBusCommand,
  DeleteRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { RULE_NAME } from "./make-resources.ts";
import { sqsIn } from "./queue.ts";
import type { Kind } from "./remove-resources.ts";
import { NAME_PREFIX } from "./run-name.ts";

export const buses: Kind = { kind: "bus", found: busesIn };
export const queues: Kind = { kind: "queue", found: queuesIn };

async function* busesIn(region: string) {
  const client = new EventBridgeClient({ region });
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListEventBusesCommand({ NamePrefix: NAME_PREFIX, ...(NextToken && { NextToken }) }),
    );
    for (const { Name: name = "" } of page.EventBuses ?? [])
      yield { name, remove: () => removeBus(client, name) };
    NextToken = page.NextToken;
  } while (NextToken);
}

async function removeBus(client: EventBridgeClient, name: string): Promise<void> {
  const rule = { Rule: RULE_NAME, EventBusName: name };
  await client.send(new RemoveTargetsCommand({ ...rule, Ids: ["queue"] })).catch(unlessMissing);
  await client.send(new DeleteRuleCommand({ Name: RULE_NAME, EventBusName: name })).catch(unlessMissing);
  await client.send(new DeleteEventBusCommand({ Name: name }));
}

async function* queuesIn(region: string) {
  const sqs = sqsIn(region);
  const { QueueUrls = [] } = await sqs("ListQueues", { QueueNamePrefix: NAME_PREFIX });
  for (const QueueUrl of QueueUrls as string[]) {
    yield { name: QueueUrl.split("/").at(-1) ?? "", remove: () => sqs("DeleteQueue", { QueueUrl }) };
  }
}

function unlessMissing(error: Error): void {
  if (error.name !== "ResourceNotFoundException") throw error;
}
