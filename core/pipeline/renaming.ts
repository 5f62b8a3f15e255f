import type { RecordPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import type { Pipeline } from "./pipeline.ts";
import { remindServices } from "./remind-services.ts";

/**
 * A new name is shown by the data services that link the pipeline, and by their connections. Whoever gives one says so in
 * the record, reminds the services, and then writes the name on the record as it was left here:
 *
 * 1. the pipeline is `renaming` — dies here: it says so until a service that shows it is mended, or it is told of again
 * 2. the services are due in a minute (remindServices) — dies here: the sweep finds nothing to change
 * 3. the name, by whoever called — refused, where a sweep was quicker and has ended what 1 began (endRenamings)
 *
 * Answers the record to write on. Throws PatchRefused; DomainError `unavailable`; CallFailed.
 */
export async function beginRenaming(ports: RecordPorts, pipeline: Pipeline): Promise<Pipeline> {
  if (pipeline.serviceIds.length === 0) return pipeline; // shown by nobody; who links it meanwhile writes it
  // Where somebody else has announced a name already, one more write would only refuse theirs, and theirs this one.
  const renaming = pipeline.renaming
    ? pipeline
    : await ports.pipelines.update(pipeline, {
        when: [equals("version", pipeline.version)],
        set: { renaming: true },
      });
  await remindServices(ports, renaming);
  return renaming;
}

/**
 * Before the names of these are shown for good: whoever is about to give one of them another is refused, begins anew and
 * reminds its services again. Throws PatchRefused when one was written meanwhile; CallFailed.
 */
export async function endRenamings(ports: RecordPorts, pipelines: readonly Pipeline[]): Promise<void> {
  const renaming = pipelines.filter((pipeline) => pipeline.renaming);
  await Promise.all(
    renaming.map((pipeline) =>
      ports.pipelines.update(pipeline, { when: [equals("version", pipeline.version)], remove: ["renaming"] }),
    ),
  );
}
