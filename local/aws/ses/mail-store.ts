import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { openFolder, readJsonFile, replaceFile } from "../disk.ts";

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

export type MailStore = ReturnType<typeof openMailStore>;

/** Every mail that was taken, a file each, in the order in which they were. Only their names are held in memory. */
export function openMailStore(folder: string) {
  const names = readdirSync(openFolder(folder))
    .filter((name) => name.endsWith(".json"))
    .sort(); // they begin with their number
  return {
    append(mail: StoredMail): void {
      const number = Number.parseInt(names.at(-1) ?? "0", 10) + 1;
      const name = `${String(number).padStart(9, "0")}-${mail.messageId}.json`;
      replaceFile(join(folder, name), JSON.stringify({ ...mail, number }));
      names.push(name);
    },
    /** Oldest first. */
    all: (): StoredMail[] =>
      names.map((name) => readJsonFile(join(folder, name), (value) => StoredMail.parse(value))),
  };
}
