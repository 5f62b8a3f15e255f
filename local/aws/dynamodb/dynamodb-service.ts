import { AwsError } from "../aws-error.ts";
import { demand, type May } from "../iam/authorize.ts";
import type { Caller } from "../iam/caller.ts";

/** An answer as DynamoDB gave it. */
export interface Passed {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export type DynamoDbService = (
  headers: ReadonlyMap<string, string>,
  body: string,
  caller: Caller,
  region: string,
) => Promise<Passed>;

interface Named {
  TableName?: string;
  IndexName?: string;
  RequestItems?: Record<string, unknown>;
}

const TARGET = /^DynamoDB_20120810\.(\w+)$/;
const PASSED_ON = ["authorization", "content-type", "x-amz-date", "x-amz-target"];
const PASSED_BACK = ["content-type", "x-amz-crc32", "x-amzn-requestid"];

/** The laptop's DynamoDB, which checks nobody, behind the endpoint that does: for an operator's commands and the AWS CLI. */
export function dynamoDbService(parts: { url: string; may: May; accountId: string }): DynamoDbService {
  return async (headers, body, caller, region) => {
    const operation = TARGET.exec(headers.get("x-amz-target") ?? "")?.[1];
    if (!operation) throw new AwsError(400, "UnknownOperationException", "There is no such operation.");
    for (const resource of resourcesOf(body, `arn:aws:dynamodb:${region}:${parts.accountId}:table/`)) {
      demand(parts.may, caller, `dynamodb:${operation}`, resource, {}, "AccessDeniedException", 400);
    }
    const sent = PASSED_ON.flatMap((name) => {
      const value = headers.get(name);
      return value === undefined ? [] : [[name, value]];
    });
    const answer = await fetch(parts.url, { method: "POST", headers: Object.fromEntries(sent), body });
    const back = PASSED_BACK.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    return { status: answer.status, headers: Object.fromEntries(back), body: await answer.text() };
  };
}

/** The tables and the index that a request names; `*` for one that names none. */
function resourcesOf(body: string, tables: string): string[] {
  const { TableName, IndexName, RequestItems } = namedIn(body);
  if (TableName) return [`${tables}${TableName}${IndexName ? `/index/${IndexName}` : ""}`];
  return RequestItems ? Object.keys(RequestItems).map((name) => tables + name) : ["*"];
}

function namedIn(body: string): Named {
  try {
    return JSON.parse(body) as Named;
  } catch {
    throw new AwsError(400, "SerializationException", "The body is not JSON.");
  }
}
