import { KeptSummaries } from "../../core/summary/kept-summaries.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const summaries = new KeptSummaries();

export const handler = http(routes.getSummary, {}, async ({ caller }) =>
  ok(await summaries.of(recordPorts(), caller.org)),
);
