import { expect } from "vitest";
import type { ApiAnswer } from "./laptop.ts";
import type { StartedProcess } from "./started-process.ts";
import type { Tenant } from "./tenant-at-work.ts";

/**
 * Journal and bus hold the same events, each record's numbered without a gap, and all that was acknowledged, once.
 * Answers how many events there are.
 */
export async function expectTold(process: StartedProcess, tenant: Tenant): Promise<number> {
  const { events } = (await process.call("GET", "/_local/events")).body;
  const own = (events as ApiAnswer["body"][]).filter(
    (event) => event.detail.metadata.org === tenant.org && event["detail-type"] !== "DependentPipelineNotice",
  );
  const delivered = new Map(own.map((event) => [event.detail.metadata.eventId, event]));
  const entries = await historyOf(tenant);
  expect(entries.map((entry) => entry.eventId).sort()).toEqual([...delivered.keys()].sort());

  const sequences = new Map<string, number[]>();
  for (const { "detail-type": type, detail } of delivered.values()) {
    const record = type.startsWith("Service") ? detail.data.serviceId : detail.data.connectionId;
    sequences.set(record, [...(sequences.get(record) ?? []), detail.metadata.sequence]);
  }
  for (const numbers of sequences.values()) {
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  }

  const journal = Map.groupBy(entries.map(lineOf), (line) => line);
  const told = Map.groupBy(tenant.told, (line) => line);
  for (const [line, times] of told) {
    const entered = journal.get(line)?.length ?? 0;
    // An old key ends once more where a reset takes it out of its grace; everything else happens once.
    if (line.startsWith("KeyRetired")) expect(entered).toBeGreaterThanOrEqual(times.length);
    else expect(`${line} ×${entered}`).toBe(`${line} ×${times.length}`);
  }
  return delivered.size;
}

function lineOf({ type, data }: ApiAnswer["body"]): string {
  return `${type} ${type === "ConnectionDeleted" ? data.connectionId : (data.accessKeyId ?? data.serviceId)}`;
}

async function historyOf(tenant: Tenant): Promise<ApiAnswer["body"][]> {
  const entries: ApiAnswer["body"][] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: ApiAnswer = await tenant.send("GET", `/v1/history?limit=100${cursor && `&cursor=${cursor}`}`);
    expect(page.status).toBe(200);
    entries.push(...page.body.items);
    cursor = page.body.cursor;
  }
  return entries;
}
