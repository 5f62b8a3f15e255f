import { Leftover, type LeftoverRef, type Leftovers } from "../notice/leftover.ts";
import { MailRecord, type MailRef, type Mails } from "../notice/mails.ts";
import { Notice, type NoticeRef, type Notices } from "../notice/notice.ts";
import type { MemoryItems } from "./memory-items.ts";

const NOTICES = "NOTICES#";
export const LEFTOVER = "LEFTOVER#";

/** What dependents are told lies apart from an org's records. */
export function noticesPartition(org: string): string {
  return NOTICES + org;
}

/** The org of a partition of either kind. */
export function orgOf(pk: string): string {
  return pk.startsWith(NOTICES) ? pk.slice(NOTICES.length) : pk;
}

/** The in-memory twins of what is kept of notices and mails. */
export function memoryNotices(items: MemoryItems): Notices {
  const keyOf = ({ org, eventId, pipelineId }: NoticeRef) => ({
    pk: noticesPartition(org),
    sk: `NOTICE#${eventId}#${pipelineId}`,
  });
  return { insert: async (notice) => items.insert(keyOf(notice), Notice, notice) };
}

export function memoryMails(items: MemoryItems): Mails {
  const keyOf = ({ org, eventId, addressHash }: MailRef) => ({
    pk: noticesPartition(org),
    sk: `MAIL#${eventId}#${addressHash}`,
  });
  return {
    find: async (ref) => items.get(keyOf(ref), MailRecord),
    insert: async (record) => items.insert(keyOf(record), MailRecord, record),
    update: async (ref, patch) => items.update(keyOf(ref), MailRecord, patch),
  };
}

export function memoryLeftovers(items: MemoryItems): Leftovers {
  const keyOf = ({ org, eventId }: LeftoverRef) => ({ pk: noticesPartition(org), sk: LEFTOVER + eventId });
  return {
    find: async (ref) => items.get(keyOf(ref), Leftover),
    insert: async (leftover) => items.insert(keyOf(leftover), Leftover, leftover),
    update: async (ref, patch) => items.update(keyOf(ref), Leftover, patch),
    erase: async (ref, version) => void items.erase(keyOf(ref), version),
  };
}
