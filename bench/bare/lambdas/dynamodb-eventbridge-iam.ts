import { bare } from "../bare.ts";
import { dynamodb } from "../dynamodb-calls.ts";
import { eventbridge } from "../eventbridge-calls.ts";
import { iam } from "../iam-calls.ts";

export const handler = bare({ ...dynamodb, ...eventbridge, ...iam });
