import { Leftover, type Leftovers } from "../../core/notice/leftover.ts";
import { MailRecord, type Mails } from "../../core/notice/mails.ts";
import { Notice, type Notices } from "../../core/notice/notice.ts";
import { type DynamoTable, eraseItem, getItem, insertItem, type Kind, updateItem } from "./dynamo-items.ts";
import { leftoverKey, mailKey, noticeKey } from "./item-keys.ts";

const noticeItem: Kind<Notice> = { schema: Notice, keyOf: noticeKey };
const mailItem: Kind<MailRecord> = { schema: MailRecord, keyOf: mailKey };
const leftoverItem: Kind<Leftover> = { schema: Leftover, keyOf: leftoverKey };

/** Items with the table's time to live: `expiresAt` is its attribute. */
export function dynamoNotices(dynamo: DynamoTable): Notices {
  return { insert: (notice) => insertItem(dynamo, noticeKey(notice), noticeItem, notice) };
}

export function dynamoMails(dynamo: DynamoTable): Mails {
  return {
    find: (ref) => getItem(dynamo, mailKey(ref), mailItem),
    insert: (record) => insertItem(dynamo, mailKey(record), mailItem, record),
    update: (ref, patch) => updateItem(dynamo, mailKey(ref), mailItem, patch),
  };
}

export function dynamoLeftovers(dynamo: DynamoTable): Leftovers {
  return {
    find: (ref) => getItem(dynamo, leftoverKey(ref), leftoverItem),
    insert: (leftover) => insertItem(dynamo, leftoverKey(leftover), leftoverItem, leftover),
    update: (ref, patch) => updateItem(dynamo, leftoverKey(ref), leftoverItem, patch),
    erase: async (ref, version) => void (await eraseItem(dynamo, leftoverKey(ref), version)),
  };
}
