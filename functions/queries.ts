import * as z from "zod";
import { ConnectionStatus } from "../core/connection/connection-view.ts";
import { PAGE_DEFAULT, PAGE_MAX } from "../core/page.ts";
import { FileName } from "../core/pipeline/file-pattern.ts";

/** `limit` and `cursor`, as every list takes them: core's PageRequest. */
export const PageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `a whole number from 1 to ${PAGE_MAX}`)
    .transform(Number)
    .pipe(z.int().min(1).max(PAGE_MAX))
    .default(PAGE_DEFAULT),
  cursor: z.string().max(1_000).exactOptional(),
});

/** A page of connections; with `status`, of those. */
export const ConnectionsQuery = PageQuery.extend({ status: ConnectionStatus.exactOptional() });

/** A page of pipelines; with `fileName`, of those with a pattern that matches it. */
export const PipelinesQuery = PageQuery.extend({ fileName: FileName.exactOptional() });

/** What is destroyed is named once more by whoever destroys it. */
export const ConfirmQuery = z.strictObject({ confirm: z.string().min(1).max(256).optional() });
