import { z } from "zod";
import { AwsError } from "../aws-error.ts";
import { demand, type May } from "../iam/authorize.ts";
import type { Caller } from "../iam/caller.ts";
import { newSecretArn, type SecretStore, type StoredSecret } from "./secret-store.ts";
import { CURRENT, holderOf, withStage } from "./stages.ts";

interface SecretsServiceParts {
  store: SecretStore;
  may: May;
  accountId: string;
  now(): number;
}

export type SecretsService = (target: string, body: string, caller: Caller, region: string) => object;

const Token = z.string().min(32).max(64);
const Name = z.string().regex(/^[\w/+=.@-]{1,512}$/);
const Id = z.string().min(1).max(2048);
const Text = z.string().max(65_536);
const Stage = z.string().min(1).max(256);

interface Call {
  store: SecretStore;
  accountId: string;
  region: string;
  now: number;
  may(action: string, arn: string): void;
}

type Action = (call: Call, input: unknown) => object;

const actions: Record<string, Action> = {
  CreateSecret: (call, input) => createSecret(call, parsed(CreateSecret, input)),
  PutSecretValue: (call, input) => putSecretValue(call, parsed(PutSecretValue, input)),
  GetSecretValue: (call, input) => getSecretValue(call, parsed(GetSecretValue, input)),
  UpdateSecretVersionStage: (call, input) => updateStage(call, parsed(UpdateSecretVersionStage, input)),
  DescribeSecret: (call, input) => describeSecret(call, parsed(DescribeSecret, input)),
  DeleteSecret: (call, input) => deleteSecret(call, parsed(DeleteSecret, input)),
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

const CreateSecret = z.object({ Name, ClientRequestToken: Token, SecretString: Text.optional() });

function createSecret(call: Call, input: z.infer<typeof CreateSecret>): object {
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

const PutSecretValue = z.object({
  SecretId: Id,
  ClientRequestToken: Token,
  SecretString: Text,
  VersionStages: z.array(Stage).min(1).max(20).default([CURRENT]),
});

function putSecretValue(call: Call, input: z.infer<typeof PutSecretValue>): object {
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
  { now }: Call,
  secret: StoredSecret,
  id: string,
  value: string,
  stages: string[],
): StoredSecret {
  const added = { ...secret, versions: { ...secret.versions, [id]: { value, stages: [], createdAt: now } } };
  return stages.reduce<StoredSecret>((so, stage) => withStage(so, stage, id), added);
}

const GetSecretValue = z.object({
  SecretId: Id,
  VersionId: Token.optional(),
  VersionStage: Stage.optional(),
});

function getSecretValue(call: Call, input: z.infer<typeof GetSecretValue>): object {
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

const UpdateSecretVersionStage = z.object({
  SecretId: Id,
  VersionStage: Stage,
  MoveToVersionId: Token.optional(),
  RemoveFromVersionId: Token.optional(),
});

/** Compare and swap: who moves a label that is on a version has to name that version. */
function updateStage(call: Call, input: z.infer<typeof UpdateSecretVersionStage>): object {
  const secret = found(call, "UpdateSecretVersionStage", input.SecretId);
  const { VersionStage: stage, MoveToVersionId: to, RemoveFromVersionId: from } = input;
  const holder = holderOf(secret, stage);
  if (to !== undefined && !secret.versions[to]) {
    throw notFound("Secrets Manager can't find the specified secret version.");
  }
  if (to === undefined && (from === undefined || stage === CURRENT)) {
    throw invalid(
      `You can only move staging label ${CURRENT} to a different secret version. It can't be completely removed.`,
    );
  }
  if (from === undefined ? holder !== undefined : holder !== from) {
    throw invalid(
      `The staging label ${stage} is currently attached to version ${holder ?? "none"}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  call.store.save(withStage(secret, stage, to));
  return { ARN: secret.arn, Name: secret.name };
}

const DescribeSecret = z.object({ SecretId: Id });

function describeSecret(call: Call, { SecretId }: z.infer<typeof DescribeSecret>): object {
  const { arn: ARN, name: Name, versions, createdAt } = found(call, "DescribeSecret", SecretId);
  const labelled = Object.entries(versions).filter(([, { stages }]) => stages.length > 0);
  const VersionIdsToStages = Object.fromEntries(labelled.map(([id, { stages }]) => [id, stages]));
  return { ARN, Name, CreatedDate: createdAt / 1_000, VersionIdsToStages };
}

const DeleteSecret = z.object({ SecretId: Id, ForceDeleteWithoutRecovery: z.literal(true) });

/** At once; on AWS the name is free again a little later. */
function deleteSecret(call: Call, { SecretId }: z.infer<typeof DeleteSecret>): object {
  const secret = call.store.find(SecretId);
  call.may("DeleteSecret", arnOf(call, SecretId));
  if (secret) call.store.delete(secret);
  return { ARN: arnOf(call, SecretId), Name: secret?.name ?? SecretId, DeletionDate: call.now / 1_000 };
}

function found(call: Call, action: string, id: string): StoredSecret {
  call.may(action, arnOf(call, id));
  const secret = call.store.find(id);
  if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
  return secret;
}

/** Of one that is not there, what it might be called. */
function arnOf({ store, accountId, region }: Call, id: string): string {
  return store.find(id)?.arn ?? newSecretArn(accountId, region, id);
}

/** Nothing of what was sent is repeated: it may be the secret. */
function parsed<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid(`Invalid: ${result.error.issues.map(({ path }) => path.join(".")).join(", ")}.`);
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError(400, "SerializationException", "The request is not JSON.");
  }
}

function invalid(message: string): AwsError {
  return new AwsError(400, "InvalidParameterException", message);
}

function notFound(message: string): AwsError {
  return new AwsError(400, "ResourceNotFoundException", message);
}
