import type { Caller } from "../caller/caller.ts";
import { type Instant, plus } from "../clock.ts";
import type { IdempotentRequest } from "../key/idempotency.ts";
import type { KeyPair } from "../key/key-pair.ts";
import { CALLS_END_MS } from "../key/operation.ts";
import type { Place } from "../key/pair-checks.ts";
import { takeIn } from "../key/put-access-key.ts";
import { type VerifiedPair, verifyPair } from "../key/verify-pair.ts";
import type { PairPorts, ProvisionPorts } from "../ports.ts";
import { assertRoom, earlierService, newService } from "./create-service.ts";
import { type CreatedService, finishCreation } from "./finish-creation.ts";
import { assertKnown } from "./pipelines.ts";
import type { Service } from "./service.ts";

export interface NewCustomerService {
  name: string;
  pipelineIds?: string[];
  place: Place;
  pair: KeyPair;
  idempotent?: IdempotentRequest;
}

type Ports = PairPorts & ProvisionPorts;

/**
 * Adds a data service whose bucket, user and keys are the customer's own. Nothing is made in IAM or S3.
 *
 * 1. AWS is asked with the pair itself (verifyPair) — dies here, or is refused: nothing is made
 * 2. service and connection, as createService makes them — dies here: the sweep makes the rest, and the service is there
 *    without a key; the same request, or putAccessKey, gives it one
 * 3. the pair is taken in, as putAccessKey does (takeIn)
 *
 * Throws DomainError: credentials_rejected, unknown_pipeline, service_limit_reached, idempotency_key_reused, not_found
 * (deleted since), and what takeIn throws; CallFailed.
 */
export async function createCustomerService(
  ports: Ports,
  caller: Caller,
  request: NewCustomerService,
): Promise<CreatedService> {
  const now = ports.clock.now();
  const { seed, made } = await earlierService(ports, caller, request.idempotent, now);
  if (made) return complete(ports, caller, made, request);
  await assertKnown(ports, caller.org, request.pipelineIds ?? []);
  await assertRoom(ports, caller.org);
  const { place, pair } = request;
  const verified = await verifyPair(ports, pair, place);
  const { accountId, userName } = verified;
  const service: Service = {
    ...newService(caller, request, seed, place.region, ports.clock.now()),
    owner: "customer",
    customer: { ...place, accountId, userName },
  };
  const inserted = await ports.services.insert(service);
  // One that is there already was made with this very key just now: looked at again, it is found.
  if (!inserted && request.idempotent) return createCustomerService(ports, caller, request);
  const created = await finishCreation(ports, service, caller);
  return withPair(ports, caller, created, pair, verified, now);
}

/** What the same request made before; a pair that it did not come to take in is verified again. One removed since stays so. */
async function complete(
  ports: Ports,
  caller: Caller,
  made: Service,
  { pair }: NewCustomerService,
): Promise<CreatedService> {
  const began = ports.clock.now();
  const created = await finishCreation(ports, made, caller);
  const { connection } = created;
  if (connection.current || !connection.customer || connection.customer.removed) return created;
  const verified = await verifyPair(ports, pair, connection, connection.customer.accountId);
  return withPair(ports, caller, created, pair, verified, began);
}

/** Step 3, of a request that began then. */
async function withPair(
  ports: Ports,
  caller: Caller,
  created: CreatedService,
  pair: KeyPair,
  verified: VerifiedPair,
  began: Instant,
): Promise<CreatedService> {
  const put = { pair, reason: "other", expectedAccessKeyId: null, ofCreation: true } as const;
  const until = plus(began, CALLS_END_MS);
  return { ...created, connection: await takeIn(ports, caller, created.connection, put, verified, until) };
}
