import { bare } from "../bare.ts";
import { dynamodb } from "../dynamodb-calls.ts";
import { eventbridge } from "../eventbridge-calls.ts";
import { sesv2 } from "../ses-calls.ts";

export const handler = bare({ ...dynamodb, ...eventbridge, ...sesv2 });
