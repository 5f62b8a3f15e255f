import { AwsError } from "../aws-error.ts";
import { demand, type May } from "../iam/authorize.ts";
import type { Caller } from "../iam/caller.ts";
import type { SecretStore } from "./secret-store.ts";
import * as secrets from "./secrets.ts";
import { parsed, type SecretsAction } from "./secrets-call.ts";
import * as values from "./values.ts";

interface SecretsServiceParts {
  store: SecretStore;
  may: May;
  accountId: string;
  now(): number;
}

export type SecretsService = (target: string, body: string, caller: Caller, region: string) => object;

const actions: Record<string, SecretsAction> = {
  CreateSecret: (call, input) => values.createSecret(call, parsed(values.CreateSecret, input)),
  PutSecretValue: (call, input) => values.putSecretValue(call, parsed(values.PutSecretValue, input)),
  GetSecretValue: (call, input) => values.getSecretValue(call, parsed(values.GetSecretValue, input)),
  UpdateSecretVersionStage: (call, input) =>
    secrets.updateStage(call, parsed(secrets.UpdateSecretVersionStage, input)),
  DescribeSecret: (call, input) => secrets.describeSecret(call, parsed(secrets.DescribeSecret, input)),
  DeleteSecret: (call, input) => secrets.deleteSecret(call, parsed(secrets.DeleteSecret, input)),
};

/** Secrets with their versions and staging labels. Neither rotation, nor replicas, nor a recovery window, nor tags. */
export function secretsService({ store, may, accountId, now }: SecretsServiceParts): SecretsService {
  return (target, body, caller, region) => {
    const name = target.replace(/^secretsmanager\./, "");
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) throw new AwsError(400, "UnknownOperationException", `${name} is not served here.`);
    const judge = (call: string, arn: string) =>
      demand(may, caller, `secretsmanager:${call}`, arn, {}, "AccessDeniedException", 400);
    return action({ store, accountId, region, now: now(), may: judge }, readJson(body));
  };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError(400, "SerializationException", "The request is not JSON.");
  }
}
