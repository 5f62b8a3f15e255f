import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { awsFailure } from "./aws-failure.ts";

/**
 * A client that sends requests again throws what became of the last attempt. Where nobody knows what became of an earlier
 * one, a last that was throttled says nothing about it: the error of the earlier is thrown instead, so that it counts as
 * unknown. A condition that does not hold is told as it is: whoever made it looks whether the effect is his own.
 */
export function tellingOfLostAttempts(client: DynamoDBClient): DynamoDBClient {
  /** By what the SDK hands on through all attempts of one call. */
  const lost = new WeakMap<object, unknown>();
  client.middlewareStack.add(
    (next, call) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw isCondition(error) ? error : (lost.get(call) ?? error);
      }
    },
    { step: "initialize", name: "tellOfLostAttempts" },
  );
  client.middlewareStack.add(
    (next, call) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (awsFailure("", error).failure === "unknown") lost.set(call, error);
        throw error;
      }
    },
    // The SDK's own repetition is of high priority there: what comes behind it is run for each attempt.
    { step: "finalizeRequest", priority: "low", name: "noteLostAttempts" },
  );
  return client;
}

function isCondition(error: unknown): boolean {
  return (error as Error).name === "ConditionalCheckFailedException";
}
