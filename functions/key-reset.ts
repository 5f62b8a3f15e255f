import { viewConnection } from "../core/connection/connection-view.ts";
import type { IssuedAccessKey, ReplayedAccessKey } from "../core/key/reset-access-key.ts";
import { reveal } from "../core/secret.ts";
import { created, ok } from "./http.ts";
import type { Answer } from "./http-handler.ts";

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
