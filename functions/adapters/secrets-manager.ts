import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import type { Clock, Instant } from "../../core/clock.ts";
import type { ConnectionRef } from "../../core/connection/connection.ts";
import { CallFailed, failureOf } from "../../core/errors.ts";
import type { KeyPair } from "../../core/key/key-pair.ts";
import { emptyVersionOf, type PairSecrets } from "../../core/key/pair-secrets.ts";
import { orgIdOf } from "../../core/org/org.ts";
import { reveal, Secret } from "../../core/secret.ts";
import { isNamed, sendBy, unless } from "./secrets-call.ts";

/** The staging labels of Secrets Manager. Moving the first to another version moves the second to where it was. */
const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";
const PENDING = "AWSPENDING";

/** What is kept, as the portal's connector reads it. */
const StoredPair = z.strictObject({ accessKeyId: z.string(), secretAccessKey: z.string() });
const EMPTY = "{}";

/** The label is not where it was said to be. */
const OTHERWISE_LABELLED = "InvalidParameterException";
const THERE_ALREADY = "ResourceExistsException";

/** All secrets of Keyturn lie under this: the functions' rights end there. */
const UNDER = "keyturn";

export function secretNameOf({ org, connectionId }: ConnectionRef): string {
  return `${UNDER}/${orgIdOf(org)}/${connectionId}`;
}

/**
 * Customers' pairs in Secrets Manager. A version's id is the token it was put with, so that a call can be made twice; labels
 * are moved by comparing and swapping. The client may send a call again.
 */
export function secretsManagerPairs(client: SecretsManagerClient, clock: Clock): PairSecrets {
  const send = <Result>(
    call: string,
    until: Instant,
    attempt: (options: { abortSignal: AbortSignal }) => Promise<Result>,
  ) => sendBy(clock, call, until, attempt);

  /** Which labels each version has. */
  async function labels(ref: ConnectionRef, until: Instant): Promise<Record<string, string[]>> {
    const command = new DescribeSecretCommand({ SecretId: secretNameOf(ref) });
    const { VersionIdsToStages = {} } = await send("DescribeSecret", until, (o) => client.send(command, o));
    return VersionIdsToStages;
  }

  async function move(ref: ConnectionRef, label: string, ids: { from: string; to?: string }, until: Instant) {
    const command = new UpdateSecretVersionStageCommand({
      SecretId: secretNameOf(ref),
      VersionStage: label,
      RemoveFromVersionId: ids.from,
      ...(ids.to && { MoveToVersionId: ids.to }),
    });
    await send("UpdateSecretVersionStage", until, (o) => client.send(command, o));
  }

  async function put(ref: ConnectionRef, version: string, pair: KeyPair, until: Instant) {
    const stored = { accessKeyId: pair.accessKeyId, secretAccessKey: reveal(pair.secretAccessKey) };
    const command = new PutSecretValueCommand({
      SecretId: secretNameOf(ref),
      ClientRequestToken: version,
      SecretString: JSON.stringify(stored),
      VersionStages: [PENDING],
    });
    await send("PutSecretValue", until, (o) => client.send(command, o));
  }

  /** Its first version is always the current one: it holds nothing. */
  async function make(ref: ConnectionRef, until: Instant) {
    const command = new CreateSecretCommand({
      Name: secretNameOf(ref),
      ClientRequestToken: emptyVersionOf(ref),
      SecretString: EMPTY,
      Description: "A customer's access key, kept by Keyturn",
    });
    await unless(
      THERE_ALREADY,
      send("CreateSecret", until, (o) => client.send(command, o)),
    );
  }

  return {
    async keep(ref, version, pair, until) {
      try {
        await put(ref, version, pair, until);
      } catch (error) {
        if (failureOf(error) !== "missing") throw error;
        await make(ref, until);
        await put(ref, version, pair, until);
      }
    },
    async promote(ref, version, from, until) {
      try {
        await move(ref, CURRENT, { from, to: version }, until);
      } catch (error) {
        if (!isNamed(error, OTHERWISE_LABELLED) && !isNamed(error, "missing")) throw error;
        // It was done before, or somebody has changed the secret by hand, or has deleted it with the version to move from.
        const holder = holderOf(await labels(ref, until), CURRENT);
        if (holder === version) return;
        if (holder === undefined) throw new CallFailed("UpdateSecretVersionStage", "missing");
        await move(ref, CURRENT, { from: holder, to: version }, until);
      }
    },
    async drop(ref, version, until) {
      const found = await unless("missing", labels(ref, until));
      for (const label of [PENDING, PREVIOUS].filter((one) => found?.[version]?.includes(one))) {
        await unless(OTHERWISE_LABELLED, move(ref, label, { from: version }, until));
      }
    },
    async read(ref, version, until) {
      const command = new GetSecretValueCommand({ SecretId: secretNameOf(ref), VersionId: version });
      const found = await unless(
        "missing",
        send("GetSecretValue", until, (o) => client.send(command, o)),
      );
      return pairIn(found?.SecretString);
    },
    async delete(ref, until) {
      const command = new DeleteSecretCommand({
        SecretId: secretNameOf(ref),
        ForceDeleteWithoutRecovery: true,
      });
      await unless(
        "missing",
        send("DeleteSecret", until, (o) => client.send(command, o)),
      );
    },
  };
}

function holderOf(labels: Record<string, string[]>, label: string): string | undefined {
  return Object.keys(labels).find((version) => labels[version]?.includes(label));
}

/** Nothing of what cannot be read is told: it may be a secret. */
function pairIn(text: string | undefined): KeyPair | undefined {
  try {
    const { accessKeyId, secretAccessKey } = StoredPair.parse(JSON.parse(text ?? ""));
    return { accessKeyId, secretAccessKey: new Secret(secretAccessKey) };
  } catch {
    return undefined;
  }
}
