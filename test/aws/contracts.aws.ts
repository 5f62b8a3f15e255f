import { beforeAll, describe } from "vitest";
import { describeAccessKeys } from "../../core/testing/contract/access-keys.contract.ts";
import { describeAgenda } from "../../core/testing/contract/agenda.contract.ts";
import { describeBus } from "../../core/testing/contract/bus.contract.ts";
import { describeConnections } from "../../core/testing/contract/connections.contract.ts";
import { describeJournal } from "../../core/testing/contract/journal.contract.ts";
import { describeOutboxes } from "../../core/testing/contract/outboxes.contract.ts";
import { describeServices } from "../../core/testing/contract/services.contract.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { relayPorts, sweepPorts } from "../../functions/ports.ts";
import { deliveredEvents } from "./delivered-events.ts";
import { lagUntil, measured } from "./lag.ts";
import { settledKeys } from "./settled-keys.ts";

const { bus, outboxes, journal } = relayPorts();
const { connections, services, agenda } = sweepPorts();
const connection = aConnection(anOrg());

const open = async () => ({ connections, services, outboxes, journal, agenda });

describeConnections("connections in DynamoDB", open);
describeServices("services in DynamoDB", open);
describeJournal("the journal in DynamoDB", open);
describeOutboxes("outboxes in DynamoDB", open);
describeAgenda("the agenda in DynamoDB", open);

describeAccessKeys("access keys in IAM", async () => settledKeys);

describe("once the rule behind it works", () => {
  beforeAll(async () => {
    const { org } = connection;
    const publish = async () => {
      await bus.publish([aKeyCreated(connection, 1)]);
      return (await deliveredEvents(org, 5_000)).length > 0 ? "delivered" : "nothing";
    };
    const lag = await lagUntil("delivered", publish, 150_000);
    measured("a new rule of the bus matches", lag);
  });
  describeBus("the bus in EventBridge", async () => ({ bus, delivered: deliveredEvents }));
});
