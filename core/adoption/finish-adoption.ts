import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { findConnection } from "../connection/find-connection.ts";
import { DomainError, notFound } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import { planKeys } from "../key/plan-keys.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import type { RecordPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import { type CreatedService, finishWith } from "../service/finish-creation.ts";
import type { Service } from "../service/service.ts";
import { adoptedConnection } from "./adopted-records.ts";
import type { Adoption } from "./adoption.ts";
import type { Claims } from "./claims.ts";

/** What finishing an adoption needs: nothing of IAM. */
export type FinishAdoptionPorts = RecordPorts & { claims: Claims };

/**
 * The rest of an adoption, from wherever it stopped: also the sweep's way to finish one. The data service's record, which
 * says what is adopted, is there.
 *
 * 1. its pipelines name it — dies here: the sweep, or the same plan again, does it again, to no effect, and goes on
 * 2. the user is claimed for the org, unless another has it: then the data service goes — dies here: as before
 * 3. the connection's record, `ready`, planned, with `ConnectionAdopted` in its outbox — dies here: as before
 * 4. the service is `ready`, with `ServiceCreated` in its outbox
 *
 * Throws DomainError: not_found (another org has the user, or it was deleted meanwhile), unavailable; CallFailed.
 */
export function finishAdoption(
  ports: FinishAdoptionPorts,
  service: Service,
  adoption: Adoption,
  by: Actor,
): Promise<CreatedService> {
  return finishWith(ports, service, by, (linked) => claimAndConnect(ports, linked, adoption, by));
}

async function claimAndConnect(
  ports: FinishAdoptionPorts,
  service: Service,
  adoption: Adoption,
  by: Actor,
): Promise<Connection> {
  const { org } = service;
  const inForce = await policyInForce(ports, org);
  const now = ports.clock.now();
  const plain = adoptedConnection(service, adoption, by, now);
  const { connectionId, cellId, userName, current } = plain;
  if (!(await claimed(ports, { org, connectionId, cellId, userName }))) return giveUp(ports, service);
  const { set, append } = announce(ports.ids, plain, by, now, [
    {
      type: "ConnectionAdopted",
      data: {
        ...factsOf(plain),
        accessKeyId: current?.accessKeyId ?? null,
        keyCreatedAt: current?.createdAt ?? null,
      },
    },
  ]);
  const { nextActionAt, current: planned, policyVersion } = planKeys(plain, inForce, now);
  const connection: Connection = {
    ...plain,
    ...set,
    outbox: append.outbox,
    ...(planned && { current: planned }),
    ...(policyVersion !== undefined && { policyVersion }),
    ...(nextActionAt && { nextActionAt }),
  };
  if (await ports.connections.insert(connection)) return connection;
  const there = await findConnection(ports, org, connectionId);
  if (there.state !== "ready") throw notFound("connection");
  return there;
}

async function claimed(
  { claims }: FinishAdoptionPorts,
  claim: { org: string; connectionId: string; cellId: string; userName: string },
): Promise<boolean> {
  if (await claims.insert({ ...claim, version: 1 })) return true;
  const there = await claims.find(claim);
  return there?.connectionId === claim.connectionId;
}

/** Two orgs wanted the user at once, and the other was quicker. What was recorded here is ended by the sweep. */
async function giveUp(ports: FinishAdoptionPorts, service: Service): Promise<never> {
  const { version } = (await ports.services.find(service)) ?? service;
  try {
    await ports.services.update(service, {
      when: [equals("version", version), equals("state", "creating")],
      set: { state: "deleting", nextActionAt: ports.clock.now() },
    });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error; // the next pass gives it up
  }
  throw new DomainError("not_found", "There is no such user that this org may adopt.");
}
