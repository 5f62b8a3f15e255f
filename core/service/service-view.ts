import * as z from "zod";
import { isKeyManager } from "../caller/access.ts";
import type { Role } from "../caller/caller.ts";
import { Instant } from "../clock.ts";
import { Owner } from "../connection/customer.ts";
import type { Preset } from "../policy/preset.ts";
import { Service } from "./service.ts";

/** A data service as everybody sees it. */
export const ServiceSummary = z.strictObject({
  serviceId: z.string(),
  name: z.string(),
  type: z.literal("s3"),
  owner: Owner,
  pipelineIds: z.array(z.string()),
});
export type ServiceSummary = z.infer<typeof ServiceSummary>;

/** A data service as key managers see it. */
export const ServiceView = ServiceSummary.extend({
  /** Of those alone that Keyturn made by itself. */
  system: Service.shape.system.unwrap().exactOptional(),
  region: z.string(),
  state: z.enum(["creating", "ready", "deleting"]),
  createdBy: z.string(),
  createdOn: Instant,
  updatedBy: z.string(),
  updatedOn: Instant,
});
export type ServiceView = z.infer<typeof ServiceView>;

function summariseService(service: Service): ServiceSummary {
  const { serviceId, name, type, owner, pipelineIds } = service;
  return { serviceId, name, type, owner, pipelineIds };
}

export function viewService(service: Service): ServiceView {
  const { system, region, createdBy, createdOn, updatedBy, updatedOn } = service;
  const state = service.state === "deleted" ? "deleting" : service.state;
  return {
    ...summariseService(service),
    ...(system && { system }),
    ...{ region, state, createdBy, createdOn, updatedBy, updatedOn },
  };
}

/** Whether somebody of this role sees a data service at all: Keyturn's own are for those who manage keys. */
export function isServiceFor(role: Role, preset: Preset): (service: Pick<Service, "system">) => boolean {
  return ({ system }) => system === undefined || isKeyManager(role, preset);
}

/** How somebody of this role sees data services. */
export function viewServiceFor(role: Role, preset: Preset): (service: Service) => ServiceSummary {
  return isKeyManager(role, preset) ? viewService : summariseService;
}
