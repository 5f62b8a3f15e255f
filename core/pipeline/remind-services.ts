import { plus } from "../clock.ts";
import { REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { contended } from "../errors.ts";
import type { RecordPorts } from "../ports.ts";
import { assertInTime, inChunks } from "../record/in-chunks.ts";
import { absent, anyOf, atMost, equals, PatchRefused } from "../record/patch.ts";
import type { Service, ServiceRef } from "../service/service.ts";
import { LINKING_ENDS_MS } from "./link.ts";
import type { Pipeline } from "./pipeline.ts";

const ATTEMPTS_MAX = 20;

/**
 * Tells the data services that link the pipeline, before it is given another name, that names are to be read again in
 * a minute. Each is written, so that a sweep which reads the old name just now is refused. Throws DomainError
 * `unavailable`; CallFailed.
 */
export async function remindServices(ports: RecordPorts, { org, serviceIds }: Pipeline): Promise<void> {
  const until = plus(ports.clock.now(), LINKING_ENDS_MS);
  await inChunks(ports.clock, serviceIds, until, (serviceId) => remind(ports, { org, serviceId }));
  assertInTime(ports.clock, until);
}

/**
 * What is due before stays due: were it put off, renames could keep the sweep from a service for as long as they last.
 * The service is read only when it is on the agenda already.
 */
async function remind(ports: RecordPorts, ref: ServiceRef): Promise<void> {
  let seen: Service | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const dueAt = seen?.nextActionAt;
    const namesDueAt = plus(ports.clock.now(), REQUEST_OVER_MS);
    try {
      await ports.services.update(ref, {
        when: [isNoTombstone, dueAt ? atMost("nextActionAt", dueAt) : absent("nextActionAt")],
        set: { namesDueAt, ...(!dueAt && { nextActionAt: namesDueAt }) },
      });
      return;
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error;
    }
    seen = await ports.services.find(ref);
    if (!seen || seen.state === "deleted") return; // a tombstone shows no names
  }
  throw contended();
}

const isNoTombstone = anyOf(
  equals("state", "creating"),
  equals("state", "ready"),
  equals("state", "deleting"),
);
