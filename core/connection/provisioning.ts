import type { Connection } from "./connection.ts";

/**
 * What a connection needs to exist before it can have a key. Each call is idempotent, throws CallFailed, and
 * gives up after a few seconds.
 */
export interface Provisioning {
  /** How many IAM users the cell's account holds. */
  countUsers(cellId: string): Promise<number>;
  /** Makes the exclusive user, under the org's path and with the permissions boundary. */
  createUser(connection: Connection): Promise<void>;
  /** Gives the user its folder and nothing else. */
  putUserPolicy(connection: Connection): Promise<void>;
  /** Makes the folder visible to clients that list the bucket. */
  putFolderMarker(connection: Connection): Promise<void>;
}

/** The way back. */
export interface Deprovisioning {
  /** Takes the user and its policy away; one that is not there is no error. Throws CallFailed. */
  deleteUser(connection: Connection): Promise<void>;
}

/** IAM users an AWS account may hold by default: 5,000 (IAM and AWS STS quotas). Ours stop a little before. */
export const USERS_PER_CELL_MAX = 4_800;

/** Where a region's folders lie. */
export interface ManagedBucket {
  region: string;
  bucket: string;
  cellId: string;
}

/** Where all IAM users lie that Keyturn makes. */
export const KEYTURN_PATH = "/keyturn/";

export function iamPathOf(orgId: string): string {
  return `${KEYTURN_PATH}${orgId}/`;
}
