import * as z from "zod";

const ROWS_MAX = 100;

/** What a row says is looked at row by row, so that one that is wrong keeps no other from being taken. */
const text = z.string().max(2_000, "at most 2,000 characters");

const Row = z.strictObject({
  serviceName: text,
  bucket: text,
  folder: text,
  userName: text,
  region: text.exactOptional(),
  accessKeyId: text.exactOptional(),
  pipelineIds: z.array(text).max(1_000, "at most 1,000 pipelines").exactOptional(),
});

export const AdoptUsersBody = z.strictObject({
  dryRun: z.boolean().exactOptional(),
  rows: z.array(Row).min(1, "name a user").max(ROWS_MAX, `at most ${ROWS_MAX} rows at once`),
});
