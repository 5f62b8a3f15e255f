import { describeNotices } from "./contract/notices.contract.ts";
import { memoryRecords } from "./memory-records.ts";

describeNotices("notices and mails in memory", async () => memoryRecords());
