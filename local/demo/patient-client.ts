import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient, Reply } from "./http-client.ts";

const ATTEMPTS = 4;
/** An operation is a lease of a minute: whoever is told to come back is told to come back within it. */
const WAIT_MAX_SECONDS = 70;

/**
 * Sends a request again when the answer says that this helps, as a portal does. IAM is not consistent at once: a
 * user made a moment ago may not be known yet to the call that gives it its key.
 */
export function patientClient(client: ApiClient, say: (line: string) => void, wait = sleep): ApiClient {
  return {
    async send(method, path, body, headers) {
      const remembered = method === "POST" ? { "idempotency-key": randomUUID(), ...headers } : headers;
      for (let attempt = 1; ; attempt++) {
        const reply = await client.send(method, path, body, remembered);
        const seconds = waitOf(reply);
        if (seconds === undefined || attempt === ATTEMPTS) return reply;
        say(`${method} ${routeOf(path)} says ${reply.status}: the same again in ${seconds} s`);
        await wait(seconds * 1_000);
      }
    },
  };
}

function waitOf({ status, body, retryAfterSeconds }: Reply): number | undefined {
  const passes = status === 503 || (status === 409 && body?.code === "operation_in_progress");
  if (!passes || retryAfterSeconds === undefined || retryAfterSeconds > WAIT_MAX_SECONDS) return undefined;
  return retryAfterSeconds;
}

const routeOf = (path: string) => path.split("?")[0];
