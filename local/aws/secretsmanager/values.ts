import { z } from "zod";
import { AwsError } from "../aws-error.ts";
import { newSecretArn, type StoredSecret } from "./secret-store.ts";
import { found, Id, Name, notFound, type SecretsCall, Stage, Text, Token } from "./secrets-call.ts";
import { CURRENT, holderOf, withStage } from "./stages.ts";

export const CreateSecret = z.object({ Name, ClientRequestToken: Token, SecretString: Text.optional() });

export function createSecret(call: SecretsCall, input: z.infer<typeof CreateSecret>): object {
  const { store, accountId, region } = call;
  const { Name: name, ClientRequestToken: id, SecretString: value } = input;
  const arn = newSecretArn(accountId, region, name);
  call.may("CreateSecret", arn);
  const there = store.find(name);
  const isAgain = there !== undefined && value !== undefined && there.versions[id]?.value === value;
  if (isAgain) return { ARN: there.arn, Name: name, VersionId: id };
  if (there) throw new AwsError(400, "ResourceExistsException", `The secret ${name} already exists.`);
  const secret: StoredSecret = { name, arn, createdAt: call.now, versions: {} };
  store.save(value === undefined ? secret : withVersion(call, secret, id, value, [CURRENT]));
  return { ARN: arn, Name: name, ...(value !== undefined && { VersionId: id }) };
}

export const PutSecretValue = z.object({
  SecretId: Id,
  ClientRequestToken: Token,
  SecretString: Text,
  VersionStages: z.array(Stage).min(1).max(20).default([CURRENT]),
});

export function putSecretValue(call: SecretsCall, input: z.infer<typeof PutSecretValue>): object {
  const { ClientRequestToken: id, SecretString: value, VersionStages } = input;
  const secret = found(call, "PutSecretValue", input.SecretId);
  const there = secret.versions[id];
  if (there && there.value !== value) {
    const message = `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`;
    throw new AwsError(400, "ResourceExistsException", message);
  }
  // The first version of a secret is the current one, whatever was asked.
  const isFirst = Object.keys(secret.versions).length === 0;
  const stages = isFirst ? [...new Set([...VersionStages, CURRENT])] : VersionStages;
  const after = there ? secret : withVersion(call, secret, id, value, stages);
  if (!there) call.store.save(after);
  return { ARN: after.arn, Name: after.name, VersionId: id, VersionStages: after.versions[id]?.stages };
}

function withVersion(
  { now }: SecretsCall,
  secret: StoredSecret,
  id: string,
  value: string,
  stages: string[],
): StoredSecret {
  const added = { ...secret, versions: { ...secret.versions, [id]: { value, stages: [], createdAt: now } } };
  return stages.reduce<StoredSecret>((so, stage) => withStage(so, stage, id), added);
}

export const GetSecretValue = z.object({
  SecretId: Id,
  VersionId: Token.optional(),
  VersionStage: Stage.optional(),
});

export function getSecretValue(call: SecretsCall, input: z.infer<typeof GetSecretValue>): object {
  const secret = found(call, "GetSecretValue", input.SecretId);
  const { VersionId, VersionStage } = input;
  const id = VersionId ?? holderOf(secret, VersionStage ?? CURRENT);
  const version = id === undefined ? undefined : secret.versions[id];
  if (id === undefined || !version) {
    const wanted = VersionId ? `VersionId: ${VersionId}` : `staging label: ${VersionStage ?? CURRENT}`;
    throw notFound(`Secrets Manager can't find the specified secret value for ${wanted}`);
  }
  if (VersionId && VersionStage && !version.stages.includes(VersionStage)) {
    throw new AwsError(
      400,
      "InvalidRequestException",
      "You provided a VersionStage that is not associated to the provided VersionId.",
    );
  }
  const CreatedDate = version.createdAt / 1_000;
  return {
    ...{ ARN: secret.arn, Name: secret.name, VersionId: id, SecretString: version.value },
    ...{ VersionStages: version.stages, CreatedDate },
  };
}
