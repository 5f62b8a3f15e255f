import type { Instant } from "../clock.ts";
import type { KeyPair } from "./key-pair.ts";

/** Where a customer's files lie: their bucket, and a folder in it that ends in a slash, or none. */
export interface Place {
  region: string;
  bucket: string;
  folder: string;
}

/** No answer came by `until`: nothing is known. */
interface Silence {
  is: "silence";
}

/** AWS does not know the key: it was deleted or deactivated, or it is too new to be known everywhere. */
interface UnknownKey {
  is: "unknown_key";
}

export type Identity = { is: "known"; arn: string; accountId: string };
/** The key is known and its secret is another, or the answer names nobody. */
interface Refused {
  is: "refused";
}

export type IdentityAnswer = Identity | UnknownKey | Silence | Refused;

export type ListingAnswer =
  | { is: "listed" }
  | { is: "no_permission" }
  | { is: "no_such_bucket" }
  | { is: "other_region" }
  | UnknownKey
  | Refused
  | Silence;

/**
 * What AWS says of a pair, asked with the pair itself. Every call ends by `until` and changes nothing. Throws CallFailed
 * where AWS fails, and that is not the pair's fault.
 */
export interface PairChecks {
  identify(pair: KeyPair, until: Instant): Promise<IdentityAnswer>;
  list(pair: KeyPair, place: Place, until: Instant): Promise<ListingAnswer>;
  /** When the key was made, where its user may ask that; never throws. */
  createdAt(pair: KeyPair, until: Instant): Promise<Instant | undefined>;
}
