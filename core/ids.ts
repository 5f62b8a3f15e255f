import { createHash } from "node:crypto";
import * as z from "zod";

/** Makes UUIDv7s (RFC 9562): unique, and in text order of their making to the millisecond. */
export interface Ids {
  next(): string;
}

export const ServiceId = z
  .string()
  .regex(/^svc_[0-9a-f]{32}$/, "a data service's id is svc_ and 32 hex digits");
export const ConnectionId = z
  .string()
  .regex(/^con_[0-9a-f]{32}$/, "a connection's id is con_ and 32 hex digits");

export function serviceIdFrom(seed: string): string {
  return `svc_${compact(seed)}`;
}

export function connectionIdFrom(seed: string): string {
  return `con_${compact(seed)}`;
}

/** A service's first connection has an id of its own making, so that whoever goes on finds the same one. */
export function firstConnectionIdOf(serviceId: string): string {
  return connectionIdFrom(derivedSeed(serviceId, "first"));
}

/**
 * The data service that an org has of an adopted user: the same however often it is asked for. IAM knows a user's name
 * in any case.
 */
export function adoptedServiceIdOf(org: string, user: { cellId: string; userName: string }): string {
  return serviceIdFrom(derivedSeed(org, "adopted", user.cellId, user.userName.toLowerCase()));
}

/** A UUID-shaped seed that is the same for the same parts, and cannot be steered onto another's. */
export function derivedSeed(...parts: string[]): string {
  return sha256Hex(JSON.stringify(parts)).slice(0, 32);
}

/** A UUID of version 8 (RFC 9562: made by a rule of one's own), the same for the same parts. */
export function derivedUuid(...parts: string[]): string {
  const hex = derivedSeed(...parts);
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join("-");
}

export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A stable number in [0, shards): which of the index's partitions a record lies in. */
export function shardOf(id: string, shards: number): number {
  return Number.parseInt(sha256Hex(id).slice(0, 8), 16) % shards;
}

function compact(seed: string): string {
  return seed.replaceAll("-", "");
}
