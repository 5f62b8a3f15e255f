import { type Clock, type Instant, msBetween, plus, SECOND_MS } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { type KeyPair, TEMPORARY } from "./key-pair.ts";
import type { Identity, ListingAnswer, PairChecks, Place } from "./pair-checks.ts";

/** Which check a pair did not pass. */
export type PairCheck = "identity" | "temporary" | "root" | "other_account" | "listing" | "timeout";

export interface VerifiedPair {
  accessKeyId: string;
  /** As AWS says, where the pair may ask that; else when it was given. */
  createdAt: Instant;
  accountId: string;
  userName: string;
}

/** For all of it: a key that was made just now takes up to so long to be known to AWS everywhere, and a person waits. */
const PATIENCE_MS = 8 * SECOND_MS;
const PAUSE_MS = 500;
const AGE_PATIENCE_MS = SECOND_MS;

/**
 * Asks AWS, with the pair itself, whose it is and whether it lists the place. Takes no longer than nine seconds. Throws
 * DomainError credentials_rejected, whose `check` says what was wrong; CallFailed where AWS fails.
 */
export async function verifyPair(
  ports: { clock: Clock; pairChecks: PairChecks },
  pair: KeyPair,
  place: Place,
  knownAccountId?: string,
): Promise<VerifiedPair> {
  if (pair.accessKeyId.startsWith(TEMPORARY)) throw rejected("temporary");
  const { clock, pairChecks } = ports;
  const givenAt = clock.now();
  const until = plus(givenAt, PATIENCE_MS);
  const identity = await whileUnknown(clock, until, () => pairChecks.identify(pair, until));
  const userName = userNameOf(identity);
  const { accountId } = identity;
  if (knownAccountId !== undefined && accountId !== knownAccountId) throw rejected("other_account");
  const listing = await whileUnknown(clock, until, () => pairChecks.list(pair, place, until));
  if (listing.is !== "listed") throw rejected("listing", listing.is);
  const madeAt = await pairChecks.createdAt(pair, plus(clock.now(), AGE_PATIENCE_MS));
  // One made "later" than now, or a clock that is off, counts from now.
  const createdAt = madeAt !== undefined && madeAt < givenAt ? madeAt : givenAt;
  return { accessKeyId: pair.accessKeyId, createdAt, accountId, userName };
}

/** The user's name. Throws credentials_rejected for who is no IAM user. */
function userNameOf({ arn }: Identity): string {
  const [, , service, , , resource = ""] = arn.split(":");
  if (service === "iam" && resource === "root") throw rejected("root");
  if (service === "iam" && resource.startsWith("user/")) return resource.split("/").at(-1) ?? "";
  throw rejected("temporary"); // an assumed role, a federated user
}

type Refused = { is: "refused" | "silence" | "unknown_key" };

/** Asks again while AWS does not know the key. */
async function whileUnknown<Answer extends { is: string }>(
  clock: Clock,
  until: Instant,
  ask: () => Promise<Answer>,
): Promise<Exclude<Answer, Refused>> {
  for (let isUnknown = false; ; isUnknown = true) {
    const answer = await ask();
    if (answer.is === "refused") throw rejected("identity");
    if (answer.is === "silence") throw rejected(isUnknown ? "identity" : "timeout");
    if (answer.is !== "unknown_key") return answer as Exclude<Answer, Refused>;
    if (msBetween(clock.now(), until) <= 2 * PAUSE_MS) throw rejected("identity");
    await clock.sleep(PAUSE_MS);
  }
}

type ListingFault = Exclude<ListingAnswer["is"], "listed" | Refused["is"]>;

const details: Record<PairCheck, string> = {
  identity:
    "AWS does not accept this pair: its secret is another, or the key is inactive, deleted or not known yet.",
  temporary: "These are temporary credentials, which end by themselves. Give an access key of an IAM user.",
  root: "This is a key of an account's root user. Give an access key of an IAM user.",
  other_account: "This key is of another AWS account than the connection's.",
  listing: "The pair cannot list the bucket's folder.",
  timeout: "AWS did not answer in time.",
};
const listingDetails: Record<ListingFault, string> = {
  no_permission: "The pair may not list the bucket's folder (s3:ListBucket).",
  no_such_bucket: "There is no such bucket.",
  other_region: "The bucket is in another region.",
};

function rejected(check: PairCheck, reason?: ListingFault): DomainError {
  const detail = reason ? listingDetails[reason] : details[check];
  return new DomainError("credentials_rejected", `${detail} Nothing was changed.`, {
    params: { check, ...(reason && { reason }) },
  });
}
