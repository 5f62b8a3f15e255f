import { type Caller, KEYTURN } from "../caller/caller.ts";
import { type Instant, SECOND_MS } from "../clock.ts";
import { deleteConnection } from "../connection/delete-connection.ts";
import { DomainError, type ErrorCode, failureOf } from "../errors.ts";
import type { Org } from "../org/org.ts";
import { allPages } from "../page.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { deleteService } from "../service/delete-service.ts";
import type { Left } from "./left.ts";

interface Living {
  id: string;
  end(): Promise<void>;
}

/** Why it was not ended: what passes by itself is waited for. */
type Refusal = { passes: true } | { passes: false; why: string };

const PAUSE_MS = 5 * SECOND_MS;
/** These pass by themselves: an operation ends, the record is read as it is then. */
const PASSING: readonly ErrorCode[] = [
  "operation_in_progress",
  "unavailable",
  "busy",
  "service_not_ready",
  "confirmation_mismatch",
];

/**
 * Deletes every data service of the org, and connections whose service is gone, as any caller might; the rule that
 * keys are never removed does not hold here. What is in the way for a while is waited for until `until`. Answers what
 * is left. Throws what is a bug.
 */
export async function endServices(given: DeprovisionPorts, org: Org, until: Instant): Promise<Left[]> {
  const { deployment } = given;
  const preset = { ...deployment.preset, removalAllowed: true };
  const ports = { ...given, deployment: { ...deployment, preset } };
  const by: Caller = {
    ...{ org, name: KEYTURN, sub: "operator", role: "super_admin" },
    correlationId: ports.ids.next(),
  };
  const left = new Map<string, string>();
  for (;;) {
    const waiting = (await living(ports, by)).filter((one) => !left.has(one.id));
    if (waiting.length === 0) break;
    if (ports.clock.now() >= until) {
      for (const { id } of waiting) left.set(id, "is still being deleted: run this again");
      break;
    }
    let isHeldUp = false;
    for (const one of waiting) {
      const refusal = await refusalOf(one);
      if (refusal?.passes) isHeldUp = true;
      else if (refusal) left.set(one.id, refusal.why);
    }
    if (isHeldUp) await ports.clock.sleep(PAUSE_MS);
  }
  return [...left].map(([of, error]) => ({ of, error }));
}

async function living(ports: DeprovisionPorts, by: Caller): Promise<Living[]> {
  const services = (await allPages((limit, after) => ports.services.page(by.org, limit, after), "serviceId"))
    .filter(({ state }) => state !== "deleted")
    .map(({ serviceId, name }) => ({ serviceId, name }));
  const ids = new Set(services.map(({ serviceId }) => serviceId));
  const connections = (
    await allPages((limit, after) => ports.connections.page(by.org, limit, after), "connectionId")
  ).filter(({ state, serviceId }) => state !== "deleted" && !ids.has(serviceId));
  return [
    ...services.map(({ serviceId, name }) => ({
      id: serviceId,
      end: () => deleteService(ports, by, serviceId, name, true),
    })),
    ...connections.map(({ connectionId, userName }) => ({
      id: connectionId,
      end: () => deleteConnection(ports, by, connectionId, userName),
    })),
  ];
}

/** Undefined when it was ended, or was gone. */
async function refusalOf({ end }: Living): Promise<Refusal | undefined> {
  try {
    await end();
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === "throttled" || failure === "unknown") return { passes: true };
    if (failure) return { passes: false, why: (error as Error).message };
    if (!(error instanceof DomainError)) throw error;
    if (error.code === "not_found") return undefined;
    return PASSING.includes(error.code) ? { passes: true } : { passes: false, why: error.detail };
  }
}
