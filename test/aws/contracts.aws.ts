import { beforeAll, describe } from "vitest";
import { deleteOrgPorts, reconcilePorts } from "../../cli/ports.ts";
import { describeAccessKeys } from "../../core/testing/contract/access-keys.contract.ts";
import { describeAgenda } from "../../core/testing/contract/agenda.contract.ts";
import { describeAllRecords } from "../../core/testing/contract/all-records.contract.ts";
import { describeBus } from "../../core/testing/contract/bus.contract.ts";
import { describeConnections } from "../../core/testing/contract/connections.contract.ts";
import { describeJournal } from "../../core/testing/contract/journal.contract.ts";
import { describeNotices } from "../../core/testing/contract/notices.contract.ts";
import { describeOrgItems } from "../../core/testing/contract/org-items.contract.ts";
import { describeOutboxes } from "../../core/testing/contract/outboxes.contract.ts";
import { describePipelines } from "../../core/testing/contract/pipelines.contract.ts";
import { describePolicies } from "../../core/testing/contract/policies.contract.ts";
import { describeServices } from "../../core/testing/contract/services.contract.ts";
import { describeUsers } from "../../core/testing/contract/users.contract.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { notifyPorts, relayPorts, sweepPorts } from "../../functions/ports.ts";
import { deliveredEvents } from "./delivered-events.ts";
import { lagUntil, measured } from "./lag.ts";
import { settledKeys } from "./settled-keys.ts";
import { settledUsers } from "./settled-users.ts";

const { bus, outboxes, journal } = relayPorts();
const { connections, services, pipelines, policies, agenda } = sweepPorts();
const { notices, mails, leftovers } = notifyPorts();
const { allRecords } = reconcilePorts(process.env);
const { orgItems } = deleteOrgPorts(process.env);
const connection = aConnection(anOrg());

const open = async () => ({
  ...{ connections, services, pipelines, policies, notices, mails, leftovers, outboxes, journal, agenda },
  ...{ allRecords, orgItems },
});

describeConnections("connections in DynamoDB", open);
describeServices("services in DynamoDB", open);
describePipelines("pipelines in DynamoDB", open);
describePolicies("policies in DynamoDB", open);
describeJournal("the journal in DynamoDB", open);
describeOutboxes("outboxes in DynamoDB", open);
describeAgenda("the agenda in DynamoDB", open);
describeNotices("notices and mails in DynamoDB", open);
describeAllRecords("all records in DynamoDB", open);
describeOrgItems("an org's items in DynamoDB", open);

describeAccessKeys("access keys in IAM", async () => settledKeys);
describeUsers("users in IAM", async () => settledUsers);

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
