import { type Clock, type Instant, plus } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import type { ListedKey } from "../../core/key/access-keys.ts";
import { MemoryIam } from "../../core/testing/memory-iam.ts";
import type { Random } from "./random.ts";

type User = { userName: string };
interface Grave extends ListedKey {
  userName: string;
  deletedAt: Instant;
}

/**
 * IAM as it is: what it lists may be minutes old, a new key may not be known yet where a call lands, and its
 * clock is not ours. An administrator may make keys for our users there.
 */
export class LaggingIam extends MemoryIam {
  readonly adminKeys = new Set<string>();
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #graves: Grave[] = [];
  readonly #bornAt = new Map<string, Instant>();
  /** How old what IAM shows may be. */
  lagMs: number;

  constructor(clock: Clock, random: Random, lagMs: number, skewMs: number) {
    super({ now: () => plus(clock.now(), skewMs), sleep: (ms) => clock.sleep(ms) });
    this.#clock = clock;
    this.#random = random;
    this.lagMs = lagMs;
  }

  override async create(user: User) {
    const issued = await super.create(user);
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
      .filter((grave) => grave.userName === user.userName && this.#view() < grave.deletedAt)
      .map(({ accessKeyId, createdAt, active }) => ({ accessKeyId, createdAt, active }));
    return [...live, ...dead];
  }

  /** Somebody makes, and uses, a key of his own; true when there was room. */
  async administratorCreates(user: User): Promise<boolean> {
    if ((this.users.get(user.userName)?.keys.length ?? 2) >= 2) return false;
    const { accessKeyId } = await this.create(user);
    this.use(accessKeyId);
    this.adminKeys.add(accessKeyId);
    return true;
  }

  async administratorDeletes(user: User): Promise<void> {
    for (const { accessKeyId } of this.users.get(user.userName)?.keys ?? []) {
      if (!this.adminKeys.delete(accessKeyId)) continue;
      await super.delete(user, accessKeyId);
    }
  }

  #refuseUnseen(accessKeyId: string, call: string): void {
    if (!this.#sees(accessKeyId)) throw new CallFailed(call, "missing");
  }

  #sees(accessKeyId: string): boolean {
    return (this.#bornAt.get(accessKeyId) ?? "") <= this.#view();
  }

  /** The instant whose state this call is shown. */
  #view(): Instant {
    const old = this.lagMs > 0 && this.#random.chance(0.5);
    return plus(this.#clock.now(), old ? -this.#random.between(0, this.lagMs) : 0);
  }
}
