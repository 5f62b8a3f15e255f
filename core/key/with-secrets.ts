import { unavailableUntil } from "../errors.ts";
import type { KeyPorts, SecretPorts } from "../ports.ts";
import type { Held } from "./held.ts";

/**
 * To go on with a change of a customer's key. A Lambda that touches no customer's pair leaves that to one that does: the
 * sweep comes within a minute. Throws DomainError unavailable.
 */
export function withSecrets<Ports extends KeyPorts>(ports: Ports, { operation }: Held): Ports & SecretPorts {
  const { secrets } = ports;
  if (!secrets) throw unavailableUntil(ports.clock.now(), operation.expiresAt);
  return { ...ports, secrets };
}
