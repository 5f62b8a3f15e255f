import { type Clock, type Instant, plus } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import type { ListedKey } from "../../core/key/access-keys.ts";
import { MemoryIam } from "../../core/testing/memory-iam.ts";
import { Random } from "./random.ts";

type User = { userName: string; org?: string };
interface Grave extends ListedKey {
  userName: string;
  deletedAt: Instant;
}

/**
 * IAM as it is: what it lists may be minutes old, a new key may not be known yet where a call lands, and its
 * clock is not ours. An administrator may make keys for our users there.
 */
export class LaggingIam extends MemoryIam {
  /** Those that an administrator has made, and not taken back. */
  readonly adminKeys = new Set<string>();
  readonly #adminKeysEver = new Set<string>();
  readonly #clock: Clock;
  readonly #seed: number;
  /** Which org's user a key was made for. */
  readonly owners = new Map<string, string>();
  readonly #graves: Grave[] = [];
  readonly #bornAt = new Map<string, Instant>();
  /** How old what IAM shows may be. */
  lagMs: number;

  constructor(clock: Clock, seed: number, lagMs: number, skewMs: number) {
    super({ now: () => plus(clock.now(), skewMs), sleep: (ms) => clock.sleep(ms) });
    this.#clock = clock;
    this.#seed = seed;
    this.lagMs = lagMs;
  }

  override async create(user: User) {
    const issued = await super.create(user);
    this.owners.set(issued.accessKeyId, user.org ?? "");
    this.#bornAt.set(issued.accessKeyId, this.#clock.now());
    return issued;
  }

  override async deactivate(user: User, accessKeyId: string) {
    this.#refuseUnseen(accessKeyId, "UpdateAccessKey");
    await super.deactivate(user, accessKeyId);
  }

  override async delete(user: User, accessKeyId: string) {
    this.#refuseUnseen(accessKeyId, "DeleteAccessKey");
    const key = this.allKeys().find((one) => one.accessKeyId === accessKeyId);
    await super.delete(user, accessKeyId);
    if (key)
      this.#graves.push({
        ...{ ...user, accessKeyId, createdAt: key.createdAt, active: key.active },
        deletedAt: this.#clock.now(),
      });
  }

  override async list(user: User) {
    const live = (await super.list(user)).filter((key) => this.#sees(key.accessKeyId));
    const dead = this.#graves
      .filter((grave) => grave.userName === user.userName && this.#view(grave.accessKeyId) < grave.deletedAt)
      .map(({ accessKeyId, createdAt, active }) => ({ accessKeyId, createdAt, active }));
    return [...live, ...dead];
  }

  /** A key that was made just now is refused here and there. */
  override use(accessKeyId: string): boolean {
    return this.#sees(accessKeyId) && super.use(accessKeyId);
  }

  /** Somebody makes, and uses, a key of his own; true when there was room. */
  async administratorCreates(user: User): Promise<boolean> {
    if ((this.users.get(user.userName)?.keys.length ?? 2) >= 2) return false;
    const { accessKeyId } = await this.create(user);
    super.use(accessKeyId);
    this.adminKeys.add(accessKeyId);
    this.#adminKeysEver.add(accessKeyId);
    return true;
  }

  async administratorDeletes(user: User): Promise<void> {
    for (const { accessKeyId } of this.users.get(user.userName)?.keys ?? []) {
      if (!this.adminKeys.delete(accessKeyId)) continue;
      await super.delete(user, accessKeyId);
    }
  }

  /** Whether or not it is still there. */
  isOfAdministrator(accessKeyId: string): boolean {
    return this.#adminKeysEver.has(accessKeyId);
  }

  #refuseUnseen(accessKeyId: string, call: string): void {
    if (!this.#sees(accessKeyId)) throw new CallFailed(call, "missing");
  }

  #sees(accessKeyId: string): boolean {
    return (this.#bornAt.get(accessKeyId) ?? "") <= this.#view(accessKeyId);
  }

  /** The instant whose state a call about it is shown now: chance depends on both and on nothing else. */
  #view(about: string): Instant {
    const now = this.#clock.now();
    if (this.lagMs === 0) return now;
    const random = Random.of(this.#seed, `view of ${about} at ${now}`);
    return plus(now, random.chance(0.5) ? -random.between(0, this.lagMs) : 0);
  }
}
