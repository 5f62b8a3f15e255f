import { AwsError } from "../aws-error.ts";
import { demand, type May } from "../iam/authorize.ts";
import type { Caller } from "../iam/caller.ts";
import { type PartitionKeyOf, type TableRequest, tableAccessesOf } from "./dynamodb-accesses.ts";

/** What local/dynamodb is to this endpoint: a DynamoDB that checks nobody. */
export interface DynamoBehind {
  perform(request: {
    method: string;
    url: string;
    headers: Record<string, string>;
    body: Buffer;
  }): Promise<{ answer: Passed; sent(): void }>;
  partitionKeyOf: PartitionKeyOf;
}

/** An answer as DynamoDB gave it. */
export interface Passed {
  statusCode: number;
  headers: Record<string, string | number>;
  body: string;
}

/** `sent` is to be called once the caller has the answer. */
export type DynamoDbService = (
  headers: ReadonlyMap<string, string>,
  body: Buffer,
  caller: Caller,
  region: string,
) => Promise<{ answer: Passed; sent(): void }>;

const TARGET = /^DynamoDB_20120810\.(\w+)$/;

/** The laptop's DynamoDB behind the endpoint's checks. */
export function dynamoDbService(parts: {
  behind: DynamoBehind;
  may: May;
  accountId: string;
}): DynamoDbService {
  const { behind, may, accountId } = parts;
  return async (headers, body, caller, region) => {
    const operation = TARGET.exec(headers.get("x-amz-target") ?? "")?.[1];
    if (!operation) throw new AwsError(400, "UnknownOperationException", "There is no such operation.");
    const tables = `arn:aws:dynamodb:${region}:${accountId}:table/`;
    const names = { tables, partitionKeyOf: behind.partitionKeyOf };
    for (const { action, resource, keys } of accessesIn(body, operation, names)) {
      demand(may, caller, action, resource, keys, "AccessDeniedException", 400);
    }
    return behind.perform({ method: "POST", url: "/", headers: Object.fromEntries(headers), body });
  };
}

/** Of a body in which something is not of the kind it has to be, nothing can be said: it is refused. */
function accessesIn(body: Buffer, operation: string, names: Parameters<typeof tableAccessesOf>[2]) {
  try {
    return tableAccessesOf(operation, JSON.parse(body.toString("utf8")) as TableRequest, names);
  } catch {
    throw new AwsError(400, "SerializationException", "The body is no request in JSON.");
  }
}
