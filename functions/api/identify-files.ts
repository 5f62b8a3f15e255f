import * as z from "zod";
import { FileName } from "../../core/pipeline/file-pattern.ts";
import { FILE_NAMES_MAX, identifyFiles } from "../../core/pipeline/identify-files.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const Body = z.strictObject({
  fileNames: z
    .array(FileName)
    .min(1, "name a file")
    .max(FILE_NAMES_MAX, `at most ${FILE_NAMES_MAX} file names at once`),
});

/** A POST because so many names fit into no URL; it changes nothing. */
export const handler = http(routes.identifyFiles, { body: Body }, async ({ caller, body }) =>
  ok({ items: await identifyFiles(recordPorts(), caller.org, body.fileNames) }),
);
