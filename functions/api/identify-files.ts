import { identifyFiles } from "../../core/pipeline/identify-files.ts";
import { IdentifyFilesBody } from "../bodies/identify-files.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

/** A POST because so many names fit into no URL; it changes nothing. */
export const handler = http(routes.identifyFiles, { body: IdentifyFilesBody }, async ({ caller, body }) =>
  ok({ items: await identifyFiles(recordPorts(), caller.org, body.fileNames) }),
);
