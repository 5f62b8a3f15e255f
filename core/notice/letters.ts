import type { Pipeline } from "../pipeline/pipeline.ts";
import { addressHashOf } from "./mails.ts";

/** Who is written to about an event, and about which of its dependents. */
export interface Letter {
  to: string;
  addressHash: string;
  /** Those named: all that have the contact, and of the others the first few for whoever is told of every key. */
  pipelines: Pipeline[];
  /** How many are not named. */
  further: number;
}

const OTHERS_NAMED_MAX = 20;

/**
 * One for each contact of the pipelines and each of the policy, who are told of every key and of all its dependents,
 * also when it has none. In the order of the hashes of their addresses, which stays as it is whoever is added.
 */
export function lettersTo(pipelines: readonly Pipeline[], policyContacts: readonly string[]): Letter[] {
  const addresses = new Map<string, { to: string; own: Pipeline[]; ofAll: boolean }>();
  const entryOf = (to: string) => {
    const hash = addressHashOf(to);
    const entry = addresses.get(hash) ?? { to, own: [], ofAll: false };
    addresses.set(hash, entry);
    return entry;
  };
  for (const contact of policyContacts) entryOf(contact).ofAll = true;
  for (const pipeline of pipelines) {
    for (const { own } of new Set(pipeline.contacts.map(entryOf))) own.push(pipeline);
  }
  const letters = [...addresses].map(([addressHash, { to, own, ofAll }]): Letter => {
    const others = ofAll ? pipelines.filter((pipeline) => !own.includes(pipeline)) : [];
    const named = others.slice(0, OTHERS_NAMED_MAX);
    return { to, addressHash, pipelines: [...own, ...named], further: others.length - named.length };
  });
  return letters.sort((a, b) => (a.addressHash < b.addressHash ? -1 : 1));
}
