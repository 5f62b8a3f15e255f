import * as z from "zod";
import { FileName } from "../../core/pipeline/file-pattern.ts";
import { FILE_NAMES_MAX } from "../../core/pipeline/identify-files.ts";

export const IdentifyFilesBody = z.strictObject({
  fileNames: z
    .array(FileName)
    .min(1, "name a file")
    .max(FILE_NAMES_MAX, `at most ${FILE_NAMES_MAX} file names at once`),
});
