import { bare } from "../bare.ts";
import { dynamodb } from "../dynamodb-calls.ts";

export const handler = bare({ ...dynamodb });
