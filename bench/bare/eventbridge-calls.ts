import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { BareCalls } from "./bare.ts";

const client = new EventBridgeClient({});

export const eventbridge: BareCalls = {
  "EventBridge PutEvents": ({ busName, facts }) => {
    const entry = {
      EventBusName: busName,
      Source: "bench",
      DetailType: "Bench",
      Detail: JSON.stringify(facts),
    };
    return client.send(new PutEventsCommand({ Entries: [entry] }));
  },
};
