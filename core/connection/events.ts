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
  /** `customer`: bucket, user and keys are the customer's own, and Keyturn changes nothing in IAM. */
  owner: z.literal("customer").exactOptional(),
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

type Known = Omit<ConnectionFacts, "owner"> & {
  owner?: "customer" | undefined;
  customer?: object | undefined;
};

/** Of a record, or of another event's data. */
export function factsOf(connection: Known): ConnectionFacts {
  const { connectionId, serviceId, serviceName, region, bucket, folder, userName } = connection;
  const isCustomers = connection.customer !== undefined || connection.owner !== undefined;
  return {
    ...{ connectionId, serviceId, serviceName, region, bucket, folder, userName },
    ...(isCustomers && { owner: "customer" as const }),
  };
}
