import { AsyncLocalStorage } from "node:async_hooks";
import { type AwsCall, watchedTransport } from "../support/aws-requests.ts";
import type { AwsService } from "../support/cloud-ports.ts";

/** A call to AWS and the Lambda that made it. */
export interface Recorded {
  lambda: string;
  call: AwsCall;
}

const running = new AsyncLocalStorage<string>();
const recorded: Recorded[] = [];

/** A transport for the clients of functions/clients.ts that notes who calls. What no Lambda calls is not noted. */
const recordingTransport = watchedTransport(async (call) => {
  const lambda = running.getStore();
  if (lambda) recorded.push({ lambda, call });
  return call.send();
});

/** Runs a handler as the Lambda of that name. */
export function as<Result>(lambda: string, work: () => Promise<Result>): Promise<Result> {
  return running.run(lambda, work);
}

export function allRecorded(): readonly Recorded[] {
  return recorded;
}

/**
 * The clients of functions/clients.ts, which a Lambda asks for without saying how to reach AWS: over the recording
 * transport.
 */
export function recording<Clients extends Record<string, (reach?: object) => unknown>>(
  real: Clients,
): Clients {
  const services: Record<string, AwsService> = {
    documentClient: "dynamodb",
    accessKeysClient: "iam",
    usersClient: "iam",
    bucketClients: "s3",
    eventsClient: "events",
    mailClient: "ses",
    secretsClient: "secretsmanager",
    pairClients: "pairs",
  };
  const wrapped = Object.entries(real).map(([name, make]) => {
    const service = services[name];
    if (!service) throw new Error(`functions/clients.ts has a ${name} that the recorder does not know`);
    return [name, (reach?: object) => make(reach ?? recordingTransport(service))];
  });
  return Object.fromEntries(wrapped);
}
