import type { Clock, Instant } from "../clock.ts";
import type { KeyPair } from "../key/key-pair.ts";
import type { IdentityAnswer, ListingAnswer, PairChecks, Place } from "../key/pair-checks.ts";
import { reveal, Secret } from "../secret.ts";

interface CustomersKey {
  secret: string;
  arn: string;
  accountId: string;
  active: boolean;
  createdAt: Instant;
  listing: ListingAnswer["is"];
  /** Its user may ask for the age of its keys. */
  tellsAge: boolean;
  /** From when on AWS knows it everywhere. */
  knownFrom?: Instant;
}

export const CUSTOMERS_ACCOUNT = "111122223333";

/** The in-memory twin of what AWS says of customers' pairs, and what customers do in their accounts. */
export class MemoryPairs implements PairChecks {
  readonly keys = new Map<string, CustomersKey>();
  /** AWS does not answer: time passes. */
  isSilent = false;
  readonly #clock: Clock;
  #made = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The customer makes a key in the AWS console. */
  make(change: Partial<CustomersKey> = {}): KeyPair {
    const accessKeyId = `AKIACUSTOMER${String(++this.#made).padStart(8, "0")}`;
    const secret = `secret-of-${accessKeyId}`;
    const accountId = change.accountId ?? CUSTOMERS_ACCOUNT;
    this.keys.set(accessKeyId, {
      ...{ secret, accountId, arn: `arn:aws:iam::${accountId}:user/etl/loader`, active: true },
      ...{ createdAt: this.#clock.now(), listing: "listed", tellsAge: false },
      ...change,
    });
    return { accessKeyId, secretAccessKey: new Secret(secret) };
  }

  deactivate(accessKeyId: string): void {
    const key = this.keys.get(accessKeyId);
    if (key) key.active = false;
  }

  activate(accessKeyId: string): void {
    const key = this.keys.get(accessKeyId);
    if (key) key.active = true;
  }

  async identify(pair: KeyPair, until: Instant): Promise<IdentityAnswer> {
    if (await this.#isSilent(until)) return { is: "silence" };
    const key = this.#find(pair);
    if (!key) return { is: "unknown_key" };
    if (key.secret !== reveal(pair.secretAccessKey)) return { is: "refused" };
    return { is: "known", arn: key.arn, accountId: key.accountId };
  }

  async list(pair: KeyPair, _place: Place, until: Instant): Promise<ListingAnswer> {
    if (await this.#isSilent(until)) return { is: "silence" };
    const key = this.#find(pair);
    return key ? { is: key.listing } : { is: "unknown_key" };
  }

  async createdAt(pair: KeyPair) {
    const key = this.#find(pair);
    return key?.tellsAge ? key.createdAt : undefined;
  }

  async #isSilent(until: Instant): Promise<boolean> {
    if (!this.isSilent) return false;
    await this.#clock.sleep(Math.max(0, Date.parse(until) - Date.parse(this.#clock.now())));
    return true;
  }

  #find({ accessKeyId }: KeyPair): CustomersKey | undefined {
    const key = this.keys.get(accessKeyId);
    return key?.active && (key.knownFrom ?? "") <= this.#clock.now() ? key : undefined;
  }
}
