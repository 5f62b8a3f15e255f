import type { Instant } from "../clock.ts";
import { asName } from "./as-name.ts";
import type { ConcerningEvent } from "./concerning.ts";
import { upTo } from "./in-words.ts";

/** What is told of an event, before anybody in particular is told. */
export interface Telling {
  /** Of a mail. */
  subject: string;
  whatChanged: string;
  whatToUpdate: string;
  /** By when; `null`: nothing breaks by itself. */
  updateBy: Instant | null;
  /** The key to use; `null`: there is none. */
  accessKeyId: string | null;
  /** The key to use no longer; `null`: there was none. */
  previousAccessKeyId: string | null;
  oldKeyInUse: boolean;
}

/** Where the key has to be changed, in a sentence. */
export type Where = "this pipeline" | "these pipelines" | "whatever uses it";

export type Of<Type extends ConcerningEvent["type"]> = Extract<ConcerningEvent, { type: Type }>;

/** A secret is told to nobody but the one who asked for the key: whoever needs it has to ask them. */
const SECRET =
  "Its secret was shown once, to whoever asked for it, and is never mailed: get it from them, or reset the key again.";

/** Of a customer's own: Keyturn never had it to show. */
const CUSTOMERS_SECRET =
  "Its secret is kept by whoever made the key in AWS, and in Keyturn's store for what reads from there; it is never mailed.";

/** Whether bucket, user and keys are the customer's, so that only the customer makes and ends them. */
export function isCustomers({ data }: ConcerningEvent): boolean {
  return data.owner === "customer";
}

export function secretOf(event: ConcerningEvent): string {
  return isCustomers(event) ? CUSTOMERS_SECRET : SECRET;
}

/** A longer one would push out of the subject what has happened to it. */
const NAME_IN_SUBJECT_CHARACTERS_MAX = 60;

/** The data service's name in a sentence. */
export function named({ data }: ConcerningEvent): string {
  return `“${asName(data.serviceName)}”`;
}

/** The same in a subject. */
export function brieflyNamed({ data }: ConcerningEvent): string {
  return `“${upTo(NAME_IN_SUBJECT_CHARACTERS_MAX, asName(data.serviceName))}”`;
}
