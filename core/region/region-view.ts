import * as z from "zod";
import { Instant } from "../clock.ts";
import { type Connection, isVisible } from "../connection/connection.ts";
import { ConnectionStatus, viewConnection } from "../connection/connection-view.ts";
import type { DeployedRegion } from "./region.ts";

/** A region as key managers see it, with the key that the org has there. */
export const RegionView = z.strictObject({
  region: z.string(),
  enabled: z.boolean(),
  status: ConnectionStatus,
  connectionId: z.string().nullable(),
  accessKeyId: z.string().nullable(),
  keyCreatedAt: Instant.nullable(),
  bucket: z.string(),
  folder: z.string().nullable(),
  s3Endpoint: z.string(),
});
export type RegionView = z.infer<typeof RegionView>;

/** `connection` is the region's, if somebody has asked for a key there. */
export function viewRegion(
  { region, enabled, bucket, s3Endpoint }: DeployedRegion,
  connection: Connection | undefined,
  now: Instant,
): RegionView {
  const shown = connection && isVisible(connection) ? viewConnection(connection, now) : undefined;
  return {
    ...{ region, enabled },
    status: shown?.status ?? "not_configured",
    connectionId: shown?.connectionId ?? null,
    accessKeyId: shown?.accessKeyId ?? null,
    keyCreatedAt: shown?.keyCreatedAt ?? null,
    bucket: shown?.bucket ?? bucket,
    folder: shown?.folder ?? null,
    s3Endpoint,
  };
}
