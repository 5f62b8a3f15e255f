import { deleteConnection } from "../../core/connection/delete-connection.ts";
import { idempotentRequest } from "../../core/key/idempotency.ts";
import { putAccessKey } from "../../core/key/put-access-key.ts";
import { removeAccessKey } from "../../core/key/remove-access-key.ts";
import { retireAccessKey } from "../../core/key/retire-access-key.ts";
import { Secret } from "../../core/secret.ts";
import { createCustomerService } from "../../core/service/create-customer-service.ts";
import { routes } from "../../functions/routes.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import { type CustomersUser, customersAccount } from "../support/customers-account.ts";
import type { TestCloud } from "../support/test-cloud.ts";
import type { Operation } from "./operations.ts";
import { emptyOrg, type GivenKey, type Seed } from "./seeds.ts";
import type { Found } from "./state.ts";

/** With a key of the customer's own, and what else the customer has in AWS. */
export interface CustomerSeed extends Seed {
  user: CustomersUser;
  /** What is given next. */
  pair: GivenKey;
}

const asPair = ({ accessKeyId, secretAccessKey }: GivenKey) => ({
  ...{ accessKeyId, secretAccessKey: new Secret(secretAccessKey) },
});

/** What a caller asks about a customer's key. Each seed has an org, a user and a bucket of its own. */
export function customerOperations({ root }: Pick<TestCloud, "root">): Operation[] {
  const account = customersAccount(root);

  async function withoutService(): Promise<CustomerSeed> {
    const user = await account.makeUser();
    return { ...(await emptyOrg()), user, pair: await account.makeKey(user) };
  }

  async function withPair(ports: CloudPorts): Promise<CustomerSeed> {
    const seed = await withoutService();
    const { service, connection } = await create(ports, seed);
    const pair = await account.makeKey(seed.user);
    return { ...seed, service, connection, given: seed.pair, pair };
  }

  async function withOldPair(ports: CloudPorts): Promise<CustomerSeed> {
    const seed = await withPair(ports);
    const connection = await put(ports, seed);
    if (seed.given) await account.deactivate(seed.user, seed.given.accessKeyId);
    return { ...seed, connection };
  }

  async function withoutPair(ports: CloudPorts): Promise<CustomerSeed> {
    const seed = await withPair(ports);
    const { caller, connection, given } = seed;
    await removeAccessKey(ports, caller, connection.connectionId, given?.accessKeyId);
    return seed;
  }

  const told = async (work: Promise<unknown>) => {
    await work;
    return {};
  };
  const common = { stopsKey: false, again: "answered" as const };
  return [
    {
      name: "create customer's service",
      lambda: routes.createService.lambda,
      ...{ ...common, seed: withoutService },
      run: (ports, seed) => told(create(ports, seed as CustomerSeed)),
      isDone: hasPair,
    },
    {
      name: "put",
      lambda: routes.putAccessKey.lambda,
      ...{ ...common, seed: withPair },
      run: (ports, seed) => told(put(ports, seed as CustomerSeed)),
      isDone: hasPair,
    },
    {
      name: "put, once removed",
      lambda: routes.putAccessKey.lambda,
      ...{ ...common, seed: withoutPair },
      run: (ports, seed) => told(put(ports, seed as CustomerSeed)),
      isDone: hasPair,
    },
    {
      name: "end old pair",
      lambda: routes.retireAccessKey.lambda,
      ...{ ...common, seed: withOldPair },
      run: (ports, { caller, connection, org }) =>
        told(
          retireAccessKey(ports, caller, connection.connectionId, {
            idempotent: idempotentRequest(caller.sub, "end", org),
          }),
        ),
      isDone: ({ connections: [one] }) => one?.retiring === undefined,
    },
    {
      name: "remove pair",
      lambda: routes.removeAccessKey.lambda,
      ...{ ...common, seed: withPair },
      run: (ports, { caller, connection, given }) =>
        told(removeAccessKey(ports, caller, connection.connectionId, given?.accessKeyId)),
      isDone: ({ connections: [one] }) => one?.current === undefined,
    },
    {
      name: "delete customer's connection",
      lambda: routes.deleteConnection.lambda,
      ...{ ...common, seed: withPair, again: "404" },
      run: (ports, { caller, connection }) =>
        told(deleteConnection(ports, caller, connection.connectionId, connection.userName)),
      isDone: ({ connections: [one] }) => one === undefined || one.state === "deleted",
    },
  ];
}

function hasPair({ connections: [one] }: Found, seed: Seed): boolean {
  return one?.current?.accessKeyId === (seed as CustomerSeed).pair.accessKeyId;
}

function create(ports: CloudPorts, { caller, idempotent, pair, user }: CustomerSeed) {
  const { region, bucket, folder } = user;
  const place = { region, bucket, folder };
  return createCustomerService(ports, caller, { name: "Own", place, pair: asPair(pair), idempotent });
}

function put(ports: CloudPorts, { caller, connection, pair }: CustomerSeed) {
  return putAccessKey(ports, caller, connection.connectionId, { pair: asPair(pair), reason: "other" });
}
