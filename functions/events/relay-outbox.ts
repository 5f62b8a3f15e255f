import "../parse-interpreted.ts";

import type { DynamoDBStreamEvent } from "aws-lambda";
import { relayPorts } from "../ports.ts";
import { relayRecords } from "../relay-records.ts";
import { guarded } from "../worker.ts";

/** The fast path from the table's stream: a record that was just written with events in its outbox. */
export const handler = guarded((event: DynamoDBStreamEvent) => relayRecords(relayPorts(), event.Records));
