import { plus, SECOND_MS } from "../clock.ts";
import { DomainError } from "../errors.ts";
import type { Org } from "../org/org.ts";
import type { RecordPorts } from "../ports.ts";
import { fileMatcher } from "./file-matcher.ts";
import { lastPartOf } from "./file-pattern.ts";
import type { Pipeline } from "./pipeline.ts";

export const FILE_NAMES_MAX = 100;
/** So many pipelines, and source systems, are named for each file; all pipelines are counted. */
export const NAMED_PER_FILE_MAX = 20;

type NamedPipeline = Pick<Pipeline, "pipelineId" | "name" | "kind">;

/** Who reads and who writes files of this name, as far as their patterns tell. */
export interface IdentifiedFile {
  fileName: string;
  readers: NamedPipeline[];
  readerCount: number;
  writers: NamedPipeline[];
  writerCount: number;
  sourceSystems: string[];
  /** Two readers or more: nobody can tell from its name whose it is. */
  ambiguous: boolean;
}

/** Pipelines read at once: DynamoDB answers up to 1 MB, which is about as many. */
const BATCH = 1_000;
/** Well before the function times out. Patterns made to be slow get there; ordinary ones take a tenth of it. */
const MATCHING_MS_MAX = 10 * SECOND_MS;
/** Names asked about between two looks at the clock: with the slowest patterns there are, a second. */
const NAMES_A_LOOK = 10;

/**
 * Asks each of the org's pipelines about each file name. They are read in batches and forgotten again, so that it
 * takes no more memory for 10,000. Throws too_many_files when time is up; CallFailed.
 */
export async function identifyFiles(
  ports: Pick<RecordPorts, "pipelines" | "clock">,
  org: Org,
  fileNames: readonly string[],
): Promise<IdentifiedFile[]> {
  const until = plus(ports.clock.now(), MATCHING_MS_MAX);
  const files = fileNames.map((fileName) => ({ lastPart: lastPartOf(fileName), found: nobodyYet(fileName) }));
  for (let after: string | undefined; ; ) {
    const pipelines = await ports.pipelines.page(org, BATCH, after);
    for (const pipeline of pipelines) {
      const matches = fileMatcher(pipeline.filePatterns);
      for (const [place, { lastPart, found }] of files.entries()) {
        const isLook = place % NAMES_A_LOOK === 0;
        if (isLook && ports.clock.now() >= until) throw tooManyFiles(fileNames.length);
        if (matches(lastPart)) note(found, pipeline);
      }
    }
    after = pipelines.at(-1)?.pipelineId;
    if (pipelines.length < BATCH) return files.map(({ found }) => found);
  }
}

function nobodyYet(fileName: string): IdentifiedFile {
  return {
    ...{ fileName, readers: [], readerCount: 0, writers: [], writerCount: 0 },
    ...{ sourceSystems: [], ambiguous: false },
  };
}

function note(file: IdentifiedFile, pipeline: Pipeline): void {
  const { pipelineId, name, kind, direction, sourceSystem } = pipeline;
  const { readers, writers, sourceSystems } = file;
  const named = direction === "reads" ? readers : writers;
  if (named.length < NAMED_PER_FILE_MAX) named.push({ pipelineId, name, kind });
  if (direction === "reads") file.readerCount += 1;
  else file.writerCount += 1;
  file.ambiguous = file.readerCount > 1;
  const isNew = sourceSystem !== undefined && !sourceSystems.includes(sourceSystem);
  if (isNew && sourceSystems.length < NAMED_PER_FILE_MAX) sourceSystems.push(sourceSystem);
}

function tooManyFiles(count: number): DomainError {
  const detail = "There are too many patterns to ask about so many file names at once: name fewer.";
  return new DomainError("too_many_files", detail, { params: { fileNames: count } });
}
