import * as z from "zod";
import { ConnectionFacts } from "../connection/events.ts";

const ServiceFacts = z.strictObject({
  serviceId: z.string(),
  serviceName: z.string(),
});

export const serviceEvents = {
  /** The folder, the user and the policy are there; the first connection is named. */
  ServiceCreated: ConnectionFacts,
  /** It has another name, or other pipelines, or both. */
  ServiceChanged: ServiceFacts.extend({
    previousServiceName: z.string(),
    pipelinesLinked: z.int().min(0),
    pipelinesUnlinked: z.int().min(0),
  }),
  ServiceDeleted: ServiceFacts,
};
