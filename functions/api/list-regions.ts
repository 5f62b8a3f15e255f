import { listRegions } from "../../core/region/list-regions.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

/** As a list is answered, all of it on one page: a deployment has a few dozen regions at most. */
export const handler = http(routes.listRegions, {}, async ({ caller }) =>
  ok({ items: await listRegions(recordPorts(), caller.org), cursor: null }),
);
