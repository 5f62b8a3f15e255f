import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { openFolder, readJsonFiles, removeFile, replaceFile } from "../disk.ts";
import { newId, newSecretAccessKey } from "../iam/user-record.ts";

const Session = z.strictObject({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  token: z.string(),
  /** `undefined` for a session of root's. */
  user: z.strictObject({ userName: z.string(), userId: z.string() }).optional(),
  issuedAt: z.number(),
  expiresAt: z.number(),
});
export type Session = z.infer<typeof Session>;
export type Sessions = ReturnType<typeof openSessions>;

/** Kept this long after their end, so that a late request hears that its token expired. */
const REMEMBERED_MS = 24 * 3_600_000;

/** Temporary credentials: a file each, so that they survive a restart as they would survive one of ours on AWS. */
export function openSessions(folder: string, now: () => number) {
  openFolder(folder);
  const sessions = new Map<string, Session>();
  const fileOf = (session: Session) => join(folder, `${session.accessKeyId}.json`);
  for (const session of readJsonFiles(folder, (value) => Session.parse(value))) {
    if (session.expiresAt + REMEMBERED_MS < now()) removeFile(fileOf(session));
    else sessions.set(session.accessKeyId, session);
  }
  return {
    find: (accessKeyId: string): Session | undefined => sessions.get(accessKeyId),
    issue(user: Session["user"], durationSeconds: number): Session {
      const issuedAt = now();
      const session = {
        accessKeyId: newId("ASIA", 16),
        secretAccessKey: newSecretAccessKey(),
        token: randomBytes(192).toString("base64"),
        ...(user === undefined ? {} : { user }),
        issuedAt,
        expiresAt: issuedAt + durationSeconds * 1000,
      };
      replaceFile(fileOf(session), JSON.stringify(session));
      sessions.set(session.accessKeyId, session);
      return session;
    },
  };
}
