import { ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type Clock, type Instant, instant, msBetween } from "../../core/clock.ts";
import type { KeyPair } from "../../core/key/key-pair.ts";
import type { Identity, PairChecks } from "../../core/key/pair-checks.ts";
import { reveal } from "../../core/secret.ts";
import type { PairClients } from "../clients.ts";
import { awsFailure } from "./aws-failure.ts";

/** STS and S3 say it differently of a key that they do not know, or that is inactive. */
const UNKNOWN_KEY = new Set(["InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException"]);
const WRONG_SECRET = new Set(["SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"]);
/** S3 answers a redirect, which nobody follows, or names the region it expects. */
const OTHER_REGION = new Set([
  ...["PermanentRedirect", "TemporaryRedirect", "Redirect", "301", "307"],
  ...["AuthorizationHeaderMalformed", "IllegalLocationConstraintException"],
]);
const NO_PERMISSION = new Set(["AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden", "403"]);

/** 403, too, and no fault of the pair's. */
const OUR_CLOCK = new Set(["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]);

/** Asks AWS with clients that sign with the pair itself and are thrown away. Of an error only the name is looked at. */
export function awsPairChecks(clientsFor: PairClients, clock: Clock): PairChecks {
  return {
    async identify(pair, until) {
      const answer = await asking<Identity | { is: "refused" }>(
        "GetCallerIdentity",
        until,
        async (abortSignal) => {
          const { sts } = clientsWith(pair);
          try {
            const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
            return Arn && Account ? { is: "known", arn: Arn, accountId: Account } : { is: "refused" };
          } finally {
            sts.destroy();
          }
        },
      );
      // What S3 could say beside makes no sense here: the pair is not taken.
      return answer.is === "known" || answer.is === "unknown_key" || answer.is === "silence"
        ? answer
        : { is: "refused" };
    },
    list: (pair, { region, bucket, folder }, until) =>
      asking<{ is: "listed" }>("ListObjectsV2", until, async (abortSignal) => {
        const { s3 } = clientsWith(pair, region);
        try {
          const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: folder, MaxKeys: 1 });
          await s3.send(command, { abortSignal });
          return { is: "listed" };
        } finally {
          s3.destroy();
        }
      }),
    async createdAt(pair, until) {
      const { iam } = clientsWith(pair);
      try {
        const abortSignal = AbortSignal.timeout(Math.max(1, msBetween(clock.now(), until)));
        const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({}), { abortSignal });
        const own = AccessKeyMetadata.find(({ AccessKeyId }) => AccessKeyId === pair.accessKeyId);
        return own?.CreateDate && instant(own.CreateDate.getTime());
      } catch {
        return undefined; // most users may not ask
      } finally {
        iam.destroy();
      }
    },
  };

  function clientsWith({ accessKeyId, secretAccessKey }: KeyPair, region?: string) {
    return clientsFor({ accessKeyId, secretAccessKey: reveal(secretAccessKey) }, region);
  }

  async function asking<Answer>(
    call: string,
    until: Instant,
    ask: (abortSignal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer | Common> {
    const left = msBetween(clock.now(), until);
    if (left <= 0) return { is: "silence" };
    const abortSignal = AbortSignal.timeout(left);
    try {
      return await ask(abortSignal);
    } catch (error) {
      if (abortSignal.aborted) return { is: "silence" };
      return answerIn(call, error);
    }
  }
}

type Common =
  | { is: "silence" }
  | { is: "unknown_key" }
  | { is: "refused" }
  | { is: "no_permission" | "no_such_bucket" | "other_region" };

/** Throws CallFailed where the error says nothing of the pair. */
function answerIn(call: string, error: unknown): Common {
  const failed = awsFailure(call, error);
  const { awsErrorName: name } = failed;
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (UNKNOWN_KEY.has(name)) return { is: "unknown_key" };
  if (WRONG_SECRET.has(name)) return { is: "refused" };
  if (name === "NoSuchBucket" || name === "InvalidBucketName") return { is: "no_such_bucket" };
  if (OTHER_REGION.has(name) || status === 301 || status === 307) return { is: "other_region" };
  // A region that nobody has heard of has no address.
  if ((error as { code?: string }).code === "ENOTFOUND") return { is: "other_region" };
  if (OUR_CLOCK.has(name)) throw failed;
  if (NO_PERMISSION.has(name) || status === 403) return { is: "no_permission" };
  throw failed;
}
