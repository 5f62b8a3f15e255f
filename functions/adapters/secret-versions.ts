import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Clock, Instant } from "../../core/clock.ts";
import { sendBy, unless } from "./secrets-call.ts";

/** The staging labels of Secrets Manager. Moving the first to another version moves the second to where it was. */
export const CURRENT = "AWSCURRENT";
export const PREVIOUS = "AWSPREVIOUS";
export const PENDING = "AWSPENDING";

const THERE_ALREADY = "ResourceExistsException";

/** What is sent to Secrets Manager about one secret, until then. */
export interface SecretCalls {
  client: SecretsManagerClient;
  clock: Clock;
  secretId: string;
  until: Instant;
}

/** Which labels each version has; those without any are left out. */
export async function labelsOf(calls: SecretCalls): Promise<Record<string, string[]>> {
  const { client, clock, secretId, until } = calls;
  const command = new DescribeSecretCommand({ SecretId: secretId });
  const { VersionIdsToStages = {} } = await sendBy(clock, "DescribeSecret", until, (options) =>
    client.send(command, options),
  );
  return VersionIdsToStages;
}

export function holderOf(labels: Record<string, string[]>, label: string): string | undefined {
  return Object.keys(labels).find((version) => labels[version]?.includes(label));
}

/** From the version that is said to have it, to another or to none: AWS compares. */
export async function moveLabel(
  { client, clock, secretId, until }: SecretCalls,
  label: string,
  versions: { from: string; to?: string },
): Promise<void> {
  const command = new UpdateSecretVersionStageCommand({
    SecretId: secretId,
    VersionStage: label,
    RemoveFromVersionId: versions.from,
    ...(versions.to && { MoveToVersionId: versions.to }),
  });
  await sendBy(clock, "UpdateSecretVersionStage", until, (options) => client.send(command, options));
}

/** A version that is not current, with the id as its token: put again, it is the same one. */
export async function putVersion(
  { client, clock, secretId, until }: SecretCalls,
  version: string,
  text: string,
): Promise<void> {
  const command = new PutSecretValueCommand({
    SecretId: secretId,
    ClientRequestToken: version,
    SecretString: text,
    VersionStages: [PENDING],
  });
  await sendBy(clock, "PutSecretValue", until, (options) => client.send(command, options));
}

/** Its first version is always the current one: it holds nothing. One that is there stays. */
export async function makeSecret(
  { client, clock, secretId, until }: SecretCalls,
  emptyVersion: string,
): Promise<void> {
  const command = new CreateSecretCommand({
    Name: secretId,
    ClientRequestToken: emptyVersion,
    SecretString: "{}",
    Description: "A customer's access key, kept by Keyturn",
  });
  const made = sendBy(clock, "CreateSecret", until, (options) => client.send(command, options));
  await unless(THERE_ALREADY, made);
}
