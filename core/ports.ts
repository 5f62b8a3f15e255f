import type { Claims } from "./adoption/claims.ts";
import type { Clock } from "./clock.ts";
import type { Connections } from "./connection/connections.ts";
import type { Deprovisioning, ManagedBucket, Provisioning } from "./connection/provisioning.ts";
import type { Ids } from "./ids.ts";
import type { AccessKeys } from "./key/access-keys.ts";
import type { PairChecks } from "./key/pair-checks.ts";
import type { PairSecrets } from "./key/pair-secrets.ts";
import type { LeftoverPorts } from "./notice/tell-leftover.ts";
import type { Pipelines } from "./pipeline/pipelines.ts";
import type { Policies } from "./policy/policies.ts";
import type { Preset } from "./policy/preset.ts";
import type { DeployedRegion } from "./region/region.ts";
import type { Services } from "./service/services.ts";
import type { Agenda } from "./sweep/agenda.ts";

/** What is fixed for a deployment. */
export interface Deployment {
  preset: Preset;
  /** One managed bucket for each enabled region; the first is the default. */
  buckets: readonly ManagedBucket[];
  /** Every region there is, enabled or not, in the deployment's order. */
  regions: readonly DeployedRegion[];
  keyOperationsPerMinute: number;
}

export interface RecordPorts {
  clock: Clock;
  ids: Ids;
  deployment: Deployment;
  connections: Connections;
  services: Services;
  policies: Policies;
  pipelines: Pipelines;
  claims: Claims;
  log: Log;
}

/** What changing a key needs. */
export interface KeyPorts extends RecordPorts {
  accessKeys: AccessKeys;
  /** Where customers' pairs are kept: whoever changes no customer's key has it not. */
  secrets?: PairSecrets;
}

/** What goes on with a change of a customer's key needs. */
export interface SecretPorts extends KeyPorts {
  secrets: PairSecrets;
}

/** What taking in a customer's pair needs. */
export interface PairPorts extends SecretPorts {
  pairChecks: PairChecks;
}

/** What making folders and users needs. */
export interface ProvisionPorts extends RecordPorts {
  provisioning: Provisioning;
}

/** What a region's key needs: the first one is made with its folder and its user. */
export type RegionalPorts = ProvisionPorts & KeyPorts;

/** What unmaking users needs, with their keys. */
export interface DeprovisionPorts extends SecretPorts {
  deprovisioning: Deprovisioning;
}

/** What the sweep needs, which finishes whatever anybody began. */
export interface SweepPorts extends ProvisionPorts, DeprovisionPorts, PairPorts, LeftoverPorts {
  agenda: Agenda;
}

/** What a use case tells operators. Facts are ids and error names, never a secret or a response. */
export interface Log {
  /** What a metric is made of (functions/metrics.ts). */
  info(message: string, facts: Record<string, string | number>): void;
  warn(message: string, facts: Record<string, string | number>): void;
}
