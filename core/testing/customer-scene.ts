import { DAY_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { KeyPair } from "../key/key-pair.ts";
import { type PutRequest, putAccessKey } from "../key/put-access-key.ts";
import { retireAccessKey } from "../key/retire-access-key.ts";
import type { Deployment } from "../ports.ts";
import { createCustomerService } from "../service/create-customer-service.ts";
import { anAdmin, memoryWorld } from "./memory-ports.ts";
import { relay, sweep } from "./scene.ts";

export const PLACE = { region: "eu-west-1", bucket: "customers-own", folder: "exports/" };

/** A customer's connection with its first pair, and what tests want to do with it and know of it. */
export async function customerScene(
  deployment: Partial<Deployment> = {},
  firstKey: Parameters<typeof makeKey>[1] = {},
) {
  const world = memoryWorld(deployment);
  const first = makeKey(world, firstKey);
  const { service, connection } = await createCustomerService(world.ports, anAdmin, {
    ...{ name: "Sales data", place: PLACE, pair: first },
  });
  const { connectionId } = connection;
  const ref = { org: anAdmin.org, connectionId };
  const record = async () => (await world.ports.connections.find(ref)) as Connection;
  return {
    ...{ ...world, first, serviceId: service.serviceId, connectionId, ref, record },
    put: (pair: KeyPair, more: Partial<PutRequest> = {}) =>
      putAccessKey(world.ports, anAdmin, connectionId, { pair, reason: "other", ...more }),
    retire: (force = false) => retireAccessKey(world.ports, anAdmin, connectionId, { force }),
    sweep: (laterMs = 0) => sweep(world, laterMs),
    relay: () => relay(world),
    /** The schedule, once a day for so long. */
    async days(count: number) {
      for (let day = 0; day < count; day++) await sweep(world, DAY_MS);
    },
    /** Which key a reader of the secret gets, and which the record says it gets. */
    async keys() {
      const { current, retiring } = await record();
      return {
        read: world.secrets.currentKey(ref),
        current: current?.accessKeyId,
        retiring: retiring?.accessKeyId,
      };
    },
    told: async () => (await record()).outbox.map((event) => event.type),
    toldOf: async (type: string) =>
      (await record()).outbox.filter((event) => event.type === type).map((event) => event.data),
  };
}

function makeKey({ pairs }: ReturnType<typeof memoryWorld>, change: Parameters<typeof pairs.make>[0]) {
  return pairs.make(change);
}
