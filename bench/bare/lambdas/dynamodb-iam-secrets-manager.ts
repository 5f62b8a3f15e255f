import { bare } from "../bare.ts";
import { dynamodb } from "../dynamodb-calls.ts";
import { iam } from "../iam-calls.ts";
import { secretsManager } from "../secrets-calls.ts";

export const handler = bare({ ...dynamodb, ...iam, ...secretsManager });
