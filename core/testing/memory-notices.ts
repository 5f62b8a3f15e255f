import { MailRecord, type MailRef, type Mails } from "../notice/mails.ts";
import { Notice, type NoticeRef, type Notices } from "../notice/notice.ts";
import type { MemoryItems } from "./memory-items.ts";

/** The in-memory twins of what is kept of notices and mails. */
export function memoryNotices(items: MemoryItems): Notices {
  const keyOf = ({ org, eventId, pipelineId }: NoticeRef) => ({
    pk: org,
    sk: `NOTICE#${eventId}#${pipelineId}`,
  });
  return { insert: async (notice) => items.insert(keyOf(notice), Notice, notice) };
}

export function memoryMails(items: MemoryItems): Mails {
  const keyOf = ({ org, eventId, addressHash }: MailRef) => ({
    pk: org,
    sk: `MAIL#${eventId}#${addressHash}`,
  });
  return {
    find: async (ref) => items.get(keyOf(ref), MailRecord),
    insert: async (record) => items.insert(keyOf(record), MailRecord, record),
    update: async (ref, patch) => items.update(keyOf(ref), MailRecord, patch),
  };
}
