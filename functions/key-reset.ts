import * as z from "zod";
import { viewConnection } from "../core/connection/connection-view.ts";
import { ResetReason } from "../core/key/events.ts";
import type { IssuedAccessKey, ReplayedAccessKey } from "../core/key/reset-access-key.ts";
import { GraceHours, ResetMode } from "../core/policy/reset-rules.ts";
import { reveal } from "../core/secret.ts";
import { created, ok } from "./http.ts";
import type { Answer } from "./http-handler.ts";

const Fields = z.strictObject({
  mode: ResetMode.exactOptional(),
  graceHours: GraceHours.exactOptional(),
  reason: ResetReason.default("other"),
  /** The caller's word for it: what is no key of ours is a conflict, not a fault of the request. */
  expectedAccessKeyId: z
    .string()
    .regex(/^\w{1,128}$/)
    .nullable()
    .exactOptional(),
});

/** What the routes that create or reset a key take. */
export const ResetBody = Fields.refine(({ mode, reason }) => mode !== "staged" || reason !== "compromised", {
  path: ["mode"],
  error: "a compromised key is replaced at once",
});

/** The one place where a secret is opened: in the answer that issued it. A replay has none to show. */
export function answerOnce(issued: IssuedAccessKey | ReplayedAccessKey, now: string): Answer {
  const { accessKeyId } = issued;
  const connection = viewConnection(issued.connection, now);
  const answer = issued.created ? created : ok;
  if (issued.replayed) return answer({ connection, credentials: { accessKeyId }, replayed: true });
  const { previousKeyStopped } = issued;
  return answer({
    connection,
    credentials: { accessKeyId, secretAccessKey: reveal(issued.secretAccessKey) },
    ...(previousKeyStopped !== undefined && { previousKeyStopped }),
    dependents: issued.connection.dependents,
  });
}
