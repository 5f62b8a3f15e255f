import type { Actor } from "../caller/caller.ts";
import type { Instant } from "../clock.ts";
import { CallFailed, DomainError, failureOf } from "../errors.ts";
import { allInChunks } from "../record/in-chunks.ts";
import { PatchRefused } from "../record/patch.ts";
import type { CreatedService } from "../service/finish-creation.ts";
import { adoptedService } from "./adopted-records.ts";
import type { Adoption } from "./adoption.ts";
import { type AdoptionRules, differencesOf } from "./decide-adoption.ts";
import { type AdoptionPorts, examineRow } from "./examine-row.ts";
import { finishAdoption } from "./finish-adoption.ts";
import { placesOf } from "./places.ts";
import { type CheckedRow, checkRow } from "./plan-row.ts";
import type { PlacedRow } from "./read-plan.ts";
import { type Reason, reason } from "./reasons.ts";
import { type RowResult, resultOf } from "./row-result.ts";

/** More is no accident of single rows: AWS is down, or somebody else is at the same plan. */
const FAILURES_MAX = 100;

export interface AdoptionRequest {
  rows: readonly PlacedRow[];
  /** False: look, and say what would be done. */
  apply: boolean;
  rules: AdoptionRules & { cellId: string };
  /** How many data services the org may have then. */
  servicesMax: number;
  /** Rows that are worked on at the same time. */
  atOnce: number;
  /** None is begun later. */
  until?: Instant;
  tell?(done: number): void;
}

interface Run extends AdoptionRequest {
  by: Actor;
  /** How many data services there is room for. */
  room: number;
  failures: number;
  /** By the user's name, without its case: where it is named. */
  places: Map<string, number[]>;
}

/**
 * Takes IAM users that somebody else made under management, each with its bucket and folder: as a data service of its
 * own with one connection, whose key is the user's and as old as IAM says. Writes nothing in IAM. Each row by itself:
 *
 * 1. look: at the row, at the org's records, at the user, its keys and its claim — dies here: nothing has happened
 * 2. the data service's record, `creating`, with all that was found, on the agenda — dies here: the sweep does the rest
 * 3. the rest (finishAdoption)
 *
 * Ids follow from org and user, so the same plan again finds what is done and goes on. A row that is refused or fails
 * keeps no other from being taken. Throws CallFailed when the table or IAM refuses to be read at all.
 */
export async function adoptUsers(
  ports: AdoptionPorts,
  by: Actor,
  request: AdoptionRequest,
): Promise<RowResult[]> {
  const { rows, servicesMax } = request;
  const room = servicesMax - (await ports.services.count(by.org, servicesMax));
  const run: Run = { ...request, by, room, failures: 0, places: placesOf(rows) };
  const results = new Map<PlacedRow, RowResult>();
  await allInChunks(rows, request.atOnce, async (placed) => {
    results.set(placed, await adoptRow(ports, run, placed));
    request.tell?.(results.size);
  });
  return rows.flatMap((placed) => results.get(placed) ?? []);
}

async function adoptRow(ports: AdoptionPorts, run: Run, placed: PlacedRow): Promise<RowResult> {
  const refused = (...reasons: Reason[]) => resultOf(placed, { outcome: "refused", reasons });
  const { row, fault } = placed;
  if (fault || !row) return refused(fault ?? reason("malformed_row", "the row is empty"));
  const checked = checkRow(row, ports.deployment.buckets);
  const others = (run.places.get(row.userName.toLowerCase()) ?? []).filter((place) => place !== placed.place);
  const twice = others.map((place) => reason("user_named_twice", `the user is also named at ${place}`));
  if ("faults" in checked) return refused(...checked.faults, ...twice);
  if (twice.length > 0) return refused(...twice);
  if (run.failures >= FAILURES_MAX || (run.until && ports.clock.now() >= run.until)) {
    return resultOf(placed, {
      outcome: "failed",
      why: "not tried: there was no time left, or too much failed",
    });
  }
  try {
    return await takeRow(ports, run, placed, checked.row);
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") {
      return refused(reason("no_such_user", error.detail));
    }
    run.failures += 1;
    return resultOf(placed, { outcome: "failed", why: whyFailed(error) });
  }
}

async function takeRow(
  ports: AdoptionPorts,
  run: Run,
  placed: PlacedRow,
  row: CheckedRow,
): Promise<RowResult> {
  const { by, apply } = run;
  const found = await examineRow(ports, by.org, row, run.rules);
  if (found.is === "refused") return resultOf(placed, { outcome: "refused", reasons: found.reasons });
  if (found.is === "recorded") {
    const { service } = found;
    if (service.state === "ready") {
      return resultOf(placed, { outcome: "already_adopted", service, differs: differencesOf(service, row) });
    }
    const { adoption } = service;
    if (!adoption) throw new Error("a data service that is to be adopted has nothing to adopt");
    if (!apply) return resultOf(placed, { outcome: "adoptable", adoption });
    return adoptedAs(placed, await finishAdoption(ports, service, adoption, by));
  }
  if (run.room <= 0) return resultOf(placed, { outcome: "refused", reasons: [full(run)] });
  run.room -= 1;
  if (!apply) return resultOf(placed, { outcome: "adoptable", adoption: found.adoption });
  return adoptedAs(placed, await begin(ports, run, row, found.adoption));
}

/** Somebody quicker has recorded the same user: what is recorded is finished. */
async function begin(
  ports: AdoptionPorts,
  { by }: Run,
  row: CheckedRow,
  adoption: Adoption,
): Promise<CreatedService> {
  const service = adoptedService(by, row, adoption);
  await ports.services.insert(service);
  const recorded = (await ports.services.find(service)) ?? service;
  return finishAdoption(ports, recorded, recorded.adoption ?? adoption, by);
}

function adoptedAs(placed: PlacedRow, { service, connection }: CreatedService): RowResult {
  return resultOf(placed, { outcome: "adopted", service, connection });
}

function full({ servicesMax }: Run): Reason {
  return reason("service_limit_reached", `the org would have more than ${servicesMax} data services`);
}

/** What passes. Throws whatever does not: a right that is missing, a bug. */
function whyFailed(error: unknown): string {
  if (error instanceof PatchRefused) return "somebody else changed the same record: run this again";
  if (error instanceof DomainError) return error.detail;
  if (error instanceof CallFailed && failureOf(error) !== "denied") return error.message;
  throw error;
}
