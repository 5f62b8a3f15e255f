import { type Instant, SECOND_MS } from "../clock.ts";
import type { RecordPorts } from "../ports.ts";
import { assertInTime } from "../record/in-chunks.ts";
import type { ServiceRef } from "../service/service.ts";
import type { Pipeline } from "./pipeline.ts";
import { updatePipeline } from "./update-pipeline.ts";

/** No write of a link starts later than this after it was begun; whoever finds it unfinished comes after a minute. */
export const LINKING_ENDS_MS = 15 * SECOND_MS;

/**
 * The pipeline names the data service among those that link it; done twice is done. Answers the pipeline as it then
 * is, undefined when there is none. Throws DomainError `unavailable`; CallFailed.
 */
export function addLink(
  ports: RecordPorts,
  { org, serviceId }: ServiceRef,
  pipelineId: string,
  until: Instant,
): Promise<Pipeline | undefined> {
  return updatePipeline(ports, { org, pipelineId }, ({ serviceIds }) => {
    if (serviceIds.includes(serviceId)) return undefined;
    assertInTime(ports.clock, until);
    return { append: { serviceIds: [serviceId] } };
  });
}

/** The pipeline no longer names the data service. Done twice is done. */
export async function removeLink(
  ports: RecordPorts,
  { org, serviceId }: ServiceRef,
  pipelineId: string,
  until: Instant,
): Promise<void> {
  await updatePipeline(ports, { org, pipelineId }, ({ serviceIds }) => {
    if (!serviceIds.includes(serviceId)) return undefined;
    assertInTime(ports.clock, until);
    return { set: { serviceIds: serviceIds.filter((id) => id !== serviceId) } };
  });
}

/**
 * Brings the link into line with what the data service lists. Always a write: one that an abandoned change has under
 * way is refused from here on. A pipeline that is gone is let go.
 */
export async function settleLink(
  ports: RecordPorts,
  { org, serviceId }: ServiceRef,
  pipelineId: string,
  isListed: boolean,
  until: Instant,
): Promise<void> {
  await updatePipeline(ports, { org, pipelineId }, ({ serviceIds }) => {
    assertInTime(ports.clock, until);
    const others = serviceIds.filter((id) => id !== serviceId);
    return { set: { serviceIds: isListed ? [...others, serviceId] : others } };
  });
}
