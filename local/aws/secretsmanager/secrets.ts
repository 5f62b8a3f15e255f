import { z } from "zod";
import { arnOf, found, Id, invalid, notFound, type SecretsCall, Stage, Token } from "./secrets-call.ts";
import { CURRENT, holderOf, withStage } from "./stages.ts";

export const UpdateSecretVersionStage = z.object({
  SecretId: Id,
  VersionStage: Stage,
  MoveToVersionId: Token.optional(),
  RemoveFromVersionId: Token.optional(),
});

/** Compare and swap: who moves a label that is on a version has to name that version. */
export function updateStage(call: SecretsCall, input: z.infer<typeof UpdateSecretVersionStage>): object {
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

export const DescribeSecret = z.object({ SecretId: Id });

export function describeSecret(call: SecretsCall, { SecretId }: z.infer<typeof DescribeSecret>): object {
  const { arn: ARN, name: Name, versions, createdAt } = found(call, "DescribeSecret", SecretId);
  const labelled = Object.entries(versions).filter(([, { stages }]) => stages.length > 0);
  const VersionIdsToStages = Object.fromEntries(labelled.map(([id, { stages }]) => [id, stages]));
  return { ARN, Name, CreatedDate: createdAt / 1_000, VersionIdsToStages };
}

export const DeleteSecret = z.object({ SecretId: Id, ForceDeleteWithoutRecovery: z.literal(true) });

/** At once; on AWS the name is free again a little later. */
export function deleteSecret(call: SecretsCall, { SecretId }: z.infer<typeof DeleteSecret>): object {
  const secret = call.store.find(SecretId);
  call.may("DeleteSecret", arnOf(call, SecretId));
  if (secret) call.store.delete(secret);
  return { ARN: arnOf(call, SecretId), Name: secret?.name ?? SecretId, DeletionDate: call.now / 1_000 };
}
