import { type Clock, plus, SECOND_MS } from "../clock.ts";
import { findConnection } from "../connection/find-connection.ts";
import type { Org } from "../org/org.ts";
import { PAGE_MAX, type Page, type PageRequest, readPage } from "../page.ts";
import type { RecordPorts } from "../ports.ts";
import { fileMatcher } from "./file-matcher.ts";
import { lastPartOf } from "./file-pattern.ts";
import type { Pipeline } from "./pipeline.ts";

export interface PipelinesRequest extends PageRequest {
  /** Only pipelines with a pattern that matches it. */
  fileName?: string;
}

/** Long enough for a thousand pipelines with ordinary patterns, and far from the function's end with slow ones. */
const MATCHING_MS_MAX = 5 * SECOND_MS;

/** The org's pipelines, in the order of their ids. Throws invalid_cursor. */
export async function listPipelines(
  ports: Pick<RecordPorts, "clock" | "pipelines">,
  org: Org,
  request: PipelinesRequest,
): Promise<Page<Pipeline>> {
  const { limit, fileName } = request;
  return readPage(`pipelines ${org} ${fileName ?? ""}`, request, {
    batch: fileName === undefined ? limit + 1 : PAGE_MAX,
    read: (count, after) => ports.pipelines.page(org, count, after),
    idOf: (pipeline) => pipeline.pipelineId,
    show: (pipeline) => (isAbout(pipeline, fileName) ? pipeline : undefined),
    isLate: lateAfter(ports.clock),
  });
}

/**
 * The pipelines that depend on a connection, which are those its data service links, in the order of their ids.
 * Throws not_found, invalid_cursor.
 */
export async function listDependents(
  ports: Pick<RecordPorts, "clock" | "connections" | "services" | "pipelines">,
  org: Org,
  connectionId: string,
  request: PipelinesRequest,
): Promise<Page<Pipeline>> {
  const { limit, fileName } = request;
  const connection = await findConnection(ports, org, connectionId);
  const service = await ports.services.find(connection);
  const ids = [...(service?.pipelineIds ?? [])].sort();
  return readPage(`dependents ${org} ${connectionId} ${fileName ?? ""}`, request, {
    batch: fileName === undefined ? limit + 1 : PAGE_MAX,
    async read(count, after = "") {
      const some = ids.filter((id) => id > after).slice(0, count);
      const found = new Map((await ports.pipelines.findMany(org, some)).map((one) => [one.pipelineId, one]));
      return some.map((pipelineId) => ({ pipelineId, pipeline: found.get(pipelineId) }));
    },
    idOf: ({ pipelineId }) => pipelineId,
    show: ({ pipeline }) => (pipeline && isAbout(pipeline, fileName) ? pipeline : undefined),
    isLate: lateAfter(ports.clock),
  });
}

function lateAfter(clock: Clock): () => boolean {
  const until = plus(clock.now(), MATCHING_MS_MAX);
  return () => clock.now() >= until;
}

function isAbout({ filePatterns }: Pipeline, fileName: string | undefined): boolean {
  return fileName === undefined || fileMatcher(filePatterns)(lastPartOf(fileName));
}
