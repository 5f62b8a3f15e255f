import {
  DeleteSecretCommand,
  GetSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import type { Clock, Instant } from "../../core/clock.ts";
import type { ConnectionRef } from "../../core/connection/connection.ts";
import { secretNameOf } from "../../core/connection/customer.ts";
import { CallFailed, failureOf } from "../../core/errors.ts";
import type { KeyPair } from "../../core/key/key-pair.ts";
import { emptyVersionOf, type PairSecrets } from "../../core/key/pair-secrets.ts";
import { reveal, Secret } from "../../core/secret.ts";
import {
  CURRENT,
  holderOf,
  labelsOf,
  makeSecret,
  moveLabel,
  PENDING,
  PREVIOUS,
  putVersion,
  type SecretCalls,
} from "./secret-versions.ts";
import { isNamed, sendBy, unless } from "./secrets-call.ts";

/** What is kept, as the portal's connector reads it. */
const StoredPair = z.strictObject({ accessKeyId: z.string(), secretAccessKey: z.string() });

/** The label is not where it was said to be. */
const OTHERWISE_LABELLED = "InvalidParameterException";

/**
 * Customers' pairs in Secrets Manager. A version's id is the token it was put with, so that a call can be made twice;
 * labels are moved by comparing and swapping. The client may send a call again.
 */
export function secretsManagerPairs(client: SecretsManagerClient, clock: Clock): PairSecrets {
  const about = (ref: ConnectionRef, until: Instant): SecretCalls => ({
    ...{ client, clock, secretId: secretNameOf(ref), until },
  });
  return {
    async keep(ref, version, pair, until) {
      const calls = about(ref, until);
      try {
        await putVersion(calls, version, textOf(pair));
      } catch (error) {
        if (failureOf(error) !== "missing") throw error;
        await makeSecret(calls, emptyVersionOf(ref));
        await putVersion(calls, version, textOf(pair));
      }
    },
    async promote(ref, version, from, until) {
      const calls = about(ref, until);
      try {
        await moveLabel(calls, CURRENT, { from, to: version });
      } catch (error) {
        if (!isNamed(error, OTHERWISE_LABELLED) && !isNamed(error, "missing")) throw error;
        // It was done before, or somebody has changed the secret by hand, or has deleted it with the version to move from.
        const holder = holderOf(await labelsOf(calls), CURRENT);
        if (holder === version) return;
        if (holder === undefined) throw new CallFailed("UpdateSecretVersionStage", "missing");
        await moveLabel(calls, CURRENT, { from: holder, to: version });
      }
    },
    async drop(ref, version, until) {
      const calls = about(ref, until);
      const labels = await unless("missing", labelsOf(calls));
      for (const label of [PENDING, PREVIOUS].filter((one) => labels?.[version]?.includes(one))) {
        await unless(OTHERWISE_LABELLED, moveLabel(calls, label, { from: version }));
      }
    },
    async read(ref, version, until) {
      const command = new GetSecretValueCommand({ SecretId: secretNameOf(ref), VersionId: version });
      const answered = sendBy(clock, "GetSecretValue", until, (options) => client.send(command, options));
      return pairIn((await unless("missing", answered))?.SecretString);
    },
    async delete(ref, until) {
      const command = new DeleteSecretCommand({
        ...{ SecretId: secretNameOf(ref), ForceDeleteWithoutRecovery: true },
      });
      await unless(
        "missing",
        sendBy(clock, "DeleteSecret", until, (options) => client.send(command, options)),
      );
    },
  };
}

function textOf({ accessKeyId, secretAccessKey }: KeyPair): string {
  return JSON.stringify({ accessKeyId, secretAccessKey: reveal(secretAccessKey) });
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
