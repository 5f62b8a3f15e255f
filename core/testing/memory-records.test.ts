import { describeAgenda } from "./contract/agenda.contract.ts";
import { describeClaims } from "./contract/claims.contract.ts";
import { describeConnections } from "./contract/connections.contract.ts";
import { describeUnmanagedUsers } from "./contract/drift.contract.ts";
import { describeJournal } from "./contract/journal.contract.ts";
import { describeOutboxes } from "./contract/outboxes.contract.ts";
import { describePipelines } from "./contract/pipelines.contract.ts";
import { describePolicies } from "./contract/policies.contract.ts";
import { describeServices } from "./contract/services.contract.ts";
import { memoryRecords } from "./memory-records.ts";

const open = async () => memoryRecords();

describeConnections("connections in memory", open);
describeServices("services in memory", open);
describePipelines("pipelines in memory", open);
describeClaims("claims in memory", open);
describePolicies("policies in memory", open);
describeJournal("the journal in memory", open);
describeOutboxes("outboxes in memory", open);
describeAgenda("the agenda in memory", open);
describeUnmanagedUsers("unmanaged users in memory", open);
