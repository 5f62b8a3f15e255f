import * as z from "zod";
import { Instant } from "../clock.ts";

/** What an event says of the connection it is about. */
export const ConnectionFacts = z.strictObject({
  connectionId: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  region: z.string(),
  bucket: z.string(),
  folder: z.string(),
  userName: z.string(),
});
export type ConnectionFacts = z.infer<typeof ConnectionFacts>;

export const connectionEvents = {
  /** A user that was there before is under management, with the key it has. */
  ConnectionAdopted: ConnectionFacts.extend({
    accessKeyId: z.string().nullable(),
    keyCreatedAt: Instant.nullable(),
  }),
  ConnectionCreated: ConnectionFacts,
  ConnectionDeleted: ConnectionFacts,
};

export function factsOf(connection: ConnectionFacts): ConnectionFacts {
  const { connectionId, serviceId, serviceName, region, bucket, folder, userName } = connection;
  return { connectionId, serviceId, serviceName, region, bucket, folder, userName };
}
