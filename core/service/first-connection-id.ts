import { connectionIdFrom, derivedSeed } from "../ids.ts";

/** A service's first connection has an id of its own making, so that whoever goes on finds the same one. */
export function firstConnectionIdOf(serviceId: string): string {
  return connectionIdFrom(derivedSeed(serviceId, "first"));
}
