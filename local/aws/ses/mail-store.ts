import { join } from "node:path";
import { z } from "zod";
import { openFolder, readJsonFiles, replaceFile } from "../disk.ts";

/** A mail that was taken. `to` is as its header has it: the addresses, separated by commas. */
const StoredMail = z.object({
  messageId: z.string(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  sentAt: z.string(),
});
export type StoredMail = z.infer<typeof StoredMail>;

const Numbered = StoredMail.extend({ number: z.int() });

export type MailStore = ReturnType<typeof openMailStore>;

/** Every mail that was taken, a file each, in the order in which they were. */
export function openMailStore(folder: string) {
  const mails = readJsonFiles(openFolder(folder), (value) => Numbered.parse(value));
  mails.sort((one, other) => one.number - other.number);
  return {
    append(mail: StoredMail): void {
      const numbered = { ...mail, number: (mails.at(-1)?.number ?? 0) + 1 };
      const name = `${String(numbered.number).padStart(9, "0")}-${mail.messageId}.json`;
      replaceFile(join(folder, name), JSON.stringify(numbered));
      mails.push(numbered);
    },
    /** Oldest first. */
    all: (): StoredMail[] => mails.map(({ number: _, ...mail }) => mail),
  };
}
