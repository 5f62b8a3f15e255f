import type { Clock } from "./clock.ts";
import type { Connections } from "./connection/connections.ts";
import type { ManagedBucket, Provisioning } from "./connection/provisioning.ts";
import type { Ids } from "./ids.ts";
import type { AccessKeys } from "./key/access-keys.ts";
import type { Preset } from "./policy/preset.ts";
import type { Services } from "./service/services.ts";

/** What is fixed for a deployment. */
export interface Deployment {
  preset: Preset;
  /** One managed bucket for each enabled region; the first is the default. */
  buckets: readonly ManagedBucket[];
  keyOperationsPerMinute: number;
}

export interface RecordPorts {
  clock: Clock;
  ids: Ids;
  deployment: Deployment;
  connections: Connections;
  services: Services;
  log: Log;
}

/** What changing a key needs. */
export interface KeyPorts extends RecordPorts {
  accessKeys: AccessKeys;
}

/** What making and unmaking folders and users needs. */
export interface ProvisionPorts extends KeyPorts {
  provisioning: Provisioning;
}

/** What a use case tells operators. Facts are ids and error names: never a secret, a message or a response. */
export interface Log {
  warn(message: string, facts: Record<string, string | number>): void;
}
