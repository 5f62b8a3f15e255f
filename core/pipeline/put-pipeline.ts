import type { Caller } from "../caller/caller.ts";
import { touched } from "../connection/connection.ts";
import { contended, DomainError } from "../errors.ts";
import type { RecordPorts } from "../ports.ts";
import { equals, type Patch, PatchRefused } from "../record/patch.ts";
import { PIPELINES_PER_ORG_MAX, type Pipeline, type PipelineRef } from "./pipeline.ts";
import { beginRenaming } from "./renaming.ts";

/** What the portal tells of a pipeline. */
export type PipelineFacts = Pick<Pipeline, "name" | "kind" | "direction" | "filePatterns" | "contacts"> & {
  sourceSystem?: string;
};

const ATTEMPTS_MAX = 20;

/**
 * Takes down what the portal tells of a pipeline, whether it is new or not. Who links it stays. Told nothing new it
 * writes nothing, so that a portal can tell of everything every night.
 *
 * A new name is announced first (beginRenaming): it is shown by others, who have to hear of it.
 *
 * Throws DomainError: pipeline_limit_reached, unavailable; CallFailed.
 */
export async function putPipeline(
  ports: RecordPorts,
  caller: Caller,
  pipelineId: string,
  facts: PipelineFacts,
): Promise<{ pipeline: Pipeline; created: boolean }> {
  const ref: PipelineRef = { org: caller.org, pipelineId };
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const found = await ports.pipelines.find(ref);
    if (!found) {
      const pipeline = await insert(ports, caller, ref, facts);
      if (pipeline) return { pipeline, created: true };
      continue; // made meanwhile
    }
    if (!tellsNew(found, facts)) return { pipeline: found, created: found.version === 1 && attempt > 1 };
    try {
      const known = facts.name === found.name ? found : await beginRenaming(ports, found);
      const pipeline = await ports.pipelines.update(ref, patchOf(ports, caller, known, facts));
      return { pipeline, created: false };
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error;
    }
  }
  throw contended();
}

async function insert(
  ports: RecordPorts,
  caller: Caller,
  ref: PipelineRef,
  facts: PipelineFacts,
): Promise<Pipeline | undefined> {
  const count = await ports.pipelines.count(ref.org, PIPELINES_PER_ORG_MAX);
  if (count >= PIPELINES_PER_ORG_MAX) {
    const max = PIPELINES_PER_ORG_MAX;
    const detail = `An org has at most ${max} pipelines.`;
    throw new DomainError("pipeline_limit_reached", detail, { params: { max } });
  }
  const now = ports.clock.now();
  const pipeline: Pipeline = {
    ...{ ...ref, ...facts, serviceIds: [], version: 1, createdOn: now },
    ...touched(caller.name, now),
  };
  return (await ports.pipelines.insert(pipeline)) ? pipeline : undefined;
}

function tellsNew(found: Pipeline, facts: PipelineFacts): boolean {
  const { name, kind, direction, filePatterns, contacts, sourceSystem } = found;
  const known = [name, kind, direction, filePatterns, contacts, sourceSystem];
  const told = [
    facts.name,
    facts.kind,
    facts.direction,
    facts.filePatterns,
    facts.contacts,
    facts.sourceSystem,
  ];
  return JSON.stringify(known) !== JSON.stringify(told);
}

function patchOf(ports: RecordPorts, caller: Caller, known: Pipeline, facts: PipelineFacts): Patch<Pipeline> {
  return {
    // By its making, too: one that was deleted and made again counts its versions anew.
    when: [equals("version", known.version), equals("createdOn", known.createdOn)],
    set: { ...facts, ...touched(caller.name, ports.clock.now()) },
    remove: ["renaming", ...(facts.sourceSystem === undefined ? (["sourceSystem"] as const) : [])],
  };
}
