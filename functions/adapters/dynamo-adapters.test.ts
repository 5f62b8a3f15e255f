import { afterAll } from "vitest";
import { describeAgenda } from "../../core/testing/contract/agenda.contract.ts";
import { describeConnections } from "../../core/testing/contract/connections.contract.ts";
import { describeJournal } from "../../core/testing/contract/journal.contract.ts";
import { describeOutboxes } from "../../core/testing/contract/outboxes.contract.ts";
import { describeServices } from "../../core/testing/contract/services.contract.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const ports = cloudPorts(cloud);
const open = async () => ports;

describeConnections("connections in DynamoDB", open);
describeServices("services in DynamoDB", open);
describeJournal("the journal in DynamoDB", open);
describeOutboxes("outboxes in DynamoDB", open);
describeAgenda("the agenda in DynamoDB", open);
