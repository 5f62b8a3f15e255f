import { crc32 } from "node:zlib";
import type { Item } from "dynalite/db/index.js";
import type { DynaliteResponse } from "./call-dynalite.ts";

/**
 * Adds what dynalite leaves out: the item that failed the condition, for a caller that sent
 * `ReturnValuesOnConditionCheckFailure: "ALL_OLD"`. Any other response is returned as it is.
 */
export function withFailedItem(
  response: DynaliteResponse,
  requestBody: Buffer,
  found: Item | undefined,
): DynaliteResponse {
  if (response.statusCode !== 400 || !found) return response;
  if (!requestBody.includes("ReturnValuesOnConditionCheckFailure")) return response;
  const error = JSON.parse(response.body);
  if (!String(error.__type).endsWith("#ConditionalCheckFailedException")) return response;
  if (JSON.parse(requestBody.toString()).ReturnValuesOnConditionCheckFailure !== "ALL_OLD") return response;
  const body = JSON.stringify({ ...error, Item: found });
  return {
    ...response,
    headers: {
      ...response.headers,
      "x-amz-crc32": crc32(body),
      "Content-Length": Buffer.byteLength(body),
    },
    body,
  };
}
