import * as z from "zod";

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
  ConnectionCreated: ConnectionFacts,
  ConnectionDeleted: ConnectionFacts,
};

export function factsOf(connection: ConnectionFacts): ConnectionFacts {
  const { connectionId, serviceId, serviceName, region, bucket, folder, userName } = connection;
  return { connectionId, serviceId, serviceName, region, bucket, folder, userName };
}
