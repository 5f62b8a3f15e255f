import { type Clock, DAY_MS, type Instant, instant, plus } from "../clock.ts";
import type { Deprovisioning, Provisioning } from "../connection/provisioning.ts";
import { CallFailed } from "../errors.ts";
import type { KeyUse } from "../key/access-key.ts";
import type { AccessKeys } from "../key/access-keys.ts";
import type { UserTags } from "../operator/users.ts";
import { Secret } from "../secret.ts";

interface MemoryKey {
  accessKeyId: string;
  active: boolean;
  createdAt: Instant;
  use: KeyUse | null;
}

interface MemoryUser {
  policy: boolean;
  keys: MemoryKey[];
}

/** IAM allows two access keys a user (IAM and AWS STS quotas). */
const KEYS_PER_USER_MAX = 2;

/** The in-memory twin of IAM, and what a test can see and do behind Keyturn's back. */
export class MemoryIam implements AccessKeys, Provisioning, Deprovisioning {
  readonly users = new Map<string, MemoryUser>();
  /** Of users that others made, by name. */
  readonly paths = new Map<string, string>();
  /** By the user's name. */
  readonly tags = new Map<string, UserTags>();
  /** By the user's name. */
  readonly madeAt = new Map<string, Instant>();
  readonly folders = new Set<string>();
  readonly #clock: Clock;
  #made = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async create(user: { userName: string }) {
    const { keys } = this.#user(user, "CreateAccessKey");
    if (keys.length >= KEYS_PER_USER_MAX) throw new CallFailed("CreateAccessKey", "limit_exceeded");
    const accessKeyId = `AKIAMEMORY${String(++this.#made).padStart(10, "0")}`;
    const createdAt = wholeSecond(this.#clock.now());
    keys.push({ accessKeyId, active: true, createdAt, use: null });
    return { accessKeyId, secretAccessKey: new Secret(`secret-of-${accessKeyId}`), createdAt };
  }

  async activate(user: { userName: string }, accessKeyId: string) {
    this.#key(user, accessKeyId, "UpdateAccessKey").active = true;
  }

  async deactivate(user: { userName: string }, accessKeyId: string) {
    this.#key(user, accessKeyId, "UpdateAccessKey").active = false;
  }

  async delete(user: { userName: string }, accessKeyId: string) {
    this.#key(user, accessKeyId, "DeleteAccessKey");
    const found = this.#user(user, "DeleteAccessKey");
    found.keys = found.keys.filter((key) => key.accessKeyId !== accessKeyId);
  }

  async list(user: { userName: string }) {
    return this.#user(user, "ListAccessKeys").keys.map(({ accessKeyId, createdAt, active }) => ({
      accessKeyId,
      createdAt,
      active,
    }));
  }

  async lastUse(user: { userName: string }, accessKeyId: string) {
    return this.#key(user, accessKeyId, "GetAccessKeyLastUsed").use;
  }

  async countUsers() {
    return this.users.size;
  }

  async createUser({ userName, org, connectionId }: { userName: string } & UserTags) {
    if (this.users.has(userName)) return;
    this.users.set(userName, { policy: false, keys: [] });
    this.madeAt.set(userName, wholeSecond(this.#clock.now()));
    this.tags.set(userName, { ...(org && { org }), ...(connectionId && { connectionId }) });
  }

  async putUserPolicy(user: { userName: string }) {
    this.#user(user, "PutUserPolicy").policy = true;
  }

  async putFolderMarker({ bucket, folder }: { bucket: string; folder: string }) {
    this.folders.add(`${bucket}/${folder}`);
  }

  /** As on AWS: the policy goes before IAM says that a user with keys has to stay. */
  async deleteUser({ userName }: { userName: string }) {
    const user = this.users.get(userName);
    if (!user) return;
    user.policy = false;
    if (user.keys.length > 0) throw new CallFailed("DeleteUser", "denied");
    this.users.delete(userName);
    this.tags.delete(userName);
  }

  /** Somebody else makes a user, with a policy, and keys of so many days' age. Answers their ids. */
  addUser(userName: string, path: string, keyAgesDays: number[] = [], org?: string): string[] {
    const keys = keyAgesDays.map((days) => ({
      accessKeyId: `AKIAOTHERS${String(++this.#made).padStart(10, "0")}`,
      active: true,
      createdAt: wholeSecond(plus(this.#clock.now(), -days * DAY_MS)),
      use: null,
    }));
    this.users.set(userName, { policy: true, keys });
    this.paths.set(userName, path);
    if (org !== undefined) this.tags.set(userName, { org });
    return keys.map(({ accessKeyId }) => accessKeyId);
  }

  /** What a client that holds the key finds out. */
  works(accessKeyId: string): boolean {
    return this.allKeys().some((key) => key.accessKeyId === accessKeyId && key.active);
  }

  /** What a client does with the key; false when it is refused. */
  use(accessKeyId: string): boolean {
    const key = this.allKeys().find((one) => one.accessKeyId === accessKeyId && one.active);
    if (key) key.use = { at: wholeSecond(this.#clock.now()), service: "s3", region: "us-east-1" };
    return key !== undefined;
  }

  allKeys(): MemoryKey[] {
    return [...this.users.values()].flatMap((user) => user.keys);
  }

  #user(user: { userName: string }, call: string): MemoryUser {
    const found = this.users.get(user.userName);
    if (!found) throw new CallFailed(call, "missing");
    return found;
  }

  #key(user: { userName: string }, accessKeyId: string, call: string): MemoryKey {
    const found = this.#user(user, call).keys.find((key) => key.accessKeyId === accessKeyId);
    if (!found) throw new CallFailed(call, "missing");
    return found;
  }
}

/** IAM gives CreateDate in whole seconds. */
function wholeSecond(now: Instant): Instant {
  return instant(Math.floor(Date.parse(now) / 1000) * 1000);
}
