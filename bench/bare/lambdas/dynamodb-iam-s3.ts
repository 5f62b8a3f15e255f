import { bare } from "../bare.ts";
import { dynamodb } from "../dynamodb-calls.ts";
import { iam } from "../iam-calls.ts";
import { s3 } from "../s3-calls.ts";

export const handler = bare({ ...dynamodb, ...iam, ...s3 });
