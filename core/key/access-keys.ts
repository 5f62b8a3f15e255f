import type { Instant } from "../clock.ts";
import type { Secret } from "../secret.ts";
import type { KeyUse } from "./access-key.ts";

/** An IAM user of ours, and which AWS account it lives in. */
export interface IamUser {
  cellId: string;
  userName: string;
}

export interface IssuedKey {
  accessKeyId: string;
  secretAccessKey: Secret;
  createdAt: Instant;
}

export interface ListedKey {
  accessKeyId: string;
  createdAt: Instant;
  /** Whether it works. */
  active: boolean;
}

/**
 * IAM's access keys. Every call throws CallFailed, is aborted at `until`, and has then an unknown outcome.
 * What IAM lists may lag behind what it did.
 */
export interface AccessKeys {
  /** Sent once: only an explicit throttling answer is sent again. `limit_exceeded`: the user has two keys. */
  create(user: IamUser, until: Instant): Promise<IssuedKey>;
  /** `missing`: IAM knows no such key (yet, or any more). */
  activate(user: IamUser, accessKeyId: string, until: Instant): Promise<void>;
  deactivate(user: IamUser, accessKeyId: string, until: Instant): Promise<void>;
  /** `missing`: IAM knows no such key (yet, or any more). */
  delete(user: IamUser, accessKeyId: string, until: Instant): Promise<void>;
  list(user: IamUser, until: Instant): Promise<ListedKey[]>;
  /** Null only when IAM says the key was never used. What it says is as old as a quarter of an hour (key-use.ts). */
  lastUse(user: IamUser, accessKeyId: string, until: Instant): Promise<KeyUse | null>;
}
