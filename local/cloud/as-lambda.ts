import { AsyncLocalStorage } from "node:async_hooks";

/** As an SDK signs with them. */
interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

const running = new AsyncLocalStorage<string>();

/** The work, as the Lambda of that name does it: whatever it asks of AWS is asked with that Lambda's session. */
export function asLambda<Args extends unknown[], Result>(
  name: string,
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => running.run(name, work, ...args);
}

/** Each handler as the Lambda of its name. */
export function asThemselves<Handlers extends Record<string, (...args: never[]) => unknown>>(
  handlers: Handlers,
): Handlers {
  const each = Object.entries(handlers).map(([name, handler]) => [name, asLambda(name, handler)]);
  return Object.fromEntries(each);
}

/** Adapters show of an error its name alone. */
class NoCredentials extends Error {
  override name = "NoCredentials";

  constructor(lambda = "what no Lambda does") {
    super(`there are no credentials for ${lambda}`);
  }
}

/**
 * The session of the Lambda that is running, out of those of all; where none is, the credentials of `nobody`, and
 * without these there are none. The SDK keeps what a provider answers, and shares an answer under way among requests:
 * unless the provider is marked as one that does so itself. This one must be asked at each request.
 */
export function credentialsOfRunning(
  sessions: Record<string, Credentials>,
  nobody?: Credentials,
): () => Promise<Credentials> {
  const provider = async () => {
    const name = running.getStore();
    const credentials = name === undefined ? nobody : sessions[name];
    if (!credentials) throw new NoCredentials(name);
    return { ...credentials };
  };
  return Object.assign(provider, { memoized: true });
}
