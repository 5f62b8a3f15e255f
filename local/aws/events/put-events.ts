import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AwsError } from "../aws-error.ts";
import { isoSeconds } from "../disk.ts";
import type { StoredEvent } from "./event-log.ts";

const Entry = z.object({
  Time: z.number().optional(),
  Source: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
});
type Entry = z.infer<typeof Entry>;
const Request = z.object({ Entries: z.array(Entry) });

interface Refusal {
  ErrorCode: string;
  ErrorMessage: string;
}
export interface Place {
  accountId: string;
  region: string;
  /** ms since epoch: an entry's time unless it says its own */
  now: number;
  buses: ReadonlySet<string>;
}

const ENTRIES_MAX = 10;
const BYTES_MAX = 256 * 1024;
/** What is nested deeper could be read, and not be written again. */
const LEVELS_MAX = 1000;

export function parsePutEvents(body: string): Entry[] {
  let entries: Entry[];
  try {
    entries = Request.parse(JSON.parse(body)).Entries;
  } catch {
    throw new AwsError(400, "SerializationException", "The request is not a PutEvents request in JSON.");
  }
  if (entries.length < 1 || entries.length > ENTRIES_MAX) {
    const wanted = entries.length < 1 ? "greater than or equal to 1" : `less than or equal to ${ENTRIES_MAX}`;
    throw validation(
      "1 validation error detected: Value at 'entries' failed to satisfy constraint: " +
        `Member must have length ${wanted}`,
    );
  }
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > BYTES_MAX) {
    throw validation("Total size of the entries in the request is over the limit.");
  }
  return entries;
}

/** As "Calculating PutEvents event entry size" in EventBridge's guide counts it. */
function entryBytes(entry: Entry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
  return bytes + (entry.Time === undefined ? 0 : 14);
}

/** The bus an entry names, by its name or its ARN. */
export function busNameOf(entry: Entry): string {
  const named = entry.EventBusName ?? "default";
  return /^arn:aws:events:[^:]*:[^:]*:event-bus\/(.+)$/.exec(named)?.[1] ?? named;
}

/** The event as it will be delivered, or why this one entry is not taken. */
export function acceptEntry(entry: Entry, place: Place): StoredEvent | Refusal {
  const busName = busNameOf(entry);
  if (!place.buses.has(busName)) {
    return refuse("ResourceNotFoundException", `Event bus ${busName} does not exist.`);
  }
  const { Source, DetailType, Detail } = entry;
  if (!Source) return missing("Source");
  if (!DetailType) return missing("DetailType");
  if (!Detail) return missing("Detail");
  if (Source.startsWith("aws.")) {
    return refuse("NotAuthorizedForSourceException", "Not authorized for the source.");
  }
  const detail = parseDetail(Detail);
  if (detail === undefined) return refuse("MalformedDetail", "Detail is malformed.");
  const ms = entry.Time === undefined ? place.now : entry.Time * 1000;
  if (!(Math.abs(ms) <= 8.64e15)) return refuse("InvalidArgument", "Parameter Time is not valid.");
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": DetailType,
    source: Source,
    account: place.accountId,
    time: isoSeconds(ms),
    region: place.region,
    resources: entry.Resources ?? [],
    detail,
    busName,
  };
}

function parseDetail(text: string): Record<string, unknown> | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    const isObject = typeof detail === "object" && detail !== null && !Array.isArray(detail);
    return isObject && !isDeeper(detail, LEVELS_MAX) ? (detail as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function missing(name: string): Refusal {
  return refuse("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
}

function refuse(ErrorCode: string, ErrorMessage: string): Refusal {
  return { ErrorCode, ErrorMessage };
}

function validation(message: string): AwsError {
  return new AwsError(400, "ValidationException", message);
}
