import { type Answer, sendEmpty, sendXml } from "../answers.ts";
import { AwsError } from "../aws-error.ts";
import { type AwsRequest, decodeUri } from "../aws-request.ts";
import { demand, type May } from "../iam/authorize.ts";
import { type Authenticated, authenticate, type Credentials } from "../sigv4/authenticate.ts";
import { authenticateV2, isPresignedV2 } from "../sigv4/signature-v2.ts";
import type { Bucket } from "./bucket.ts";
import { getBucketLocation } from "./bucket-operations.ts";
import type { Buckets } from "./buckets.ts";
import { checksumAlgorithm } from "./checksums.ts";
import { findOperation } from "./find-operation.ts";
import { owner } from "./list-objects.ts";
import { isHash } from "./receive-body.ts";
import { notImplemented } from "./s3-call.ts";
import { targetOf } from "./target.ts";

const KEY_BYTES_MAX = 1024;
const STREAMED = [
  "UNSIGNED-PAYLOAD",
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
];

const BUCKET_REGION = "x-amz-bucket-region";

interface S3ServiceParts {
  buckets: Buckets;
  credentials: Credentials;
  may: May;
}

export function s3Service({ buckets, credentials, may }: S3ServiceParts) {
  function verifyV2(request: AwsRequest): Authenticated {
    const { bucket: name, rawKey } = targetOf(request) ?? { bucket: "", rawKey: "" };
    return authenticateV2(request, { name, rawKey, region: buckets.get(name)?.region }, credentials);
  }

  return async (sent: AwsRequest, answer: Answer): Promise<void> => {
    const payloadHash = payloadHashOf(sent);
    const authenticated = isPresignedV2(sent)
      ? verifyV2(sent)
      : authenticate(sent, () => payloadHash, credentials);
    const request = authenticated.presigned ? withHoistedHeaders(sent) : sent;
    const { caller, signing } = authenticated;
    const target = targetOf(request);
    if (target === undefined) return listBuckets(request, answer, authenticated, buckets, may);

    const bucket = buckets.get(target.bucket);
    if (bucket === undefined) {
      if (request.method === "PUT" && target.rawKey === "") {
        demand(may, caller, "s3:CreateBucket", `arn:aws:s3:::${target.bucket}`);
        buckets.make(target.bucket, authenticated.region);
        answer.response.setHeader("location", `/${target.bucket}`);
        return sendEmpty(answer, 200);
      }
      const message = "The specified bucket does not exist";
      throw new AwsError(404, "NoSuchBucket", message, { BucketName: target.bucket });
    }
    const key = decodeUri(target.rawKey);
    if (key === "") answer.response.setHeader(BUCKET_REGION, bucket.region);
    if (Buffer.byteLength(key) > KEY_BYTES_MAX) {
      throw new AwsError(400, "KeyTooLongError", "Your key is too long");
    }
    const operation = findOperation(request, key);
    if (operation !== getBucketLocation && authenticated.region !== bucket.region) {
      answer.response.setHeader(BUCKET_REGION, bucket.region); // by which an SDK finds it
      throw otherRegion(authenticated, bucket);
    }
    await operation({ request, answer, caller, signing, payloadHash, bucket, buckets, key, may });
  };
}

function payloadHashOf(request: AwsRequest): string {
  const isPresigned = request.query.some(([name]) => name === "X-Amz-Signature");
  const given =
    request.headers.get("x-amz-content-sha256") ??
    request.query.find(([name]) => name === "X-Amz-Content-Sha256")?.[1] ??
    (isPresigned || !request.headers.has("authorization") ? "UNSIGNED-PAYLOAD" : undefined);
  if (given === undefined) {
    const message = "Missing required header for this request: x-amz-content-sha256";
    throw new AwsError(400, "InvalidRequest", message);
  }
  if (STREAMED.includes(given) || isHash(given)) return given;
  if (given.startsWith("STREAMING-")) throw notImplemented(given);
  const message =
    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING- value, or a valid sha256 value.";
  throw new AwsError(400, "InvalidArgument", message);
}

/**
 * In a presigned URL, `x-amz-*` parameters stand for headers of that name; but for checksums, which S3 leaves alone
 * there: the SDK for JavaScript presigns a PUT with that of no body at all.
 */
function withHoistedHeaders(request: AwsRequest): AwsRequest {
  const headers = new Map(request.headers);
  for (const [name, value] of request.query) {
    const header = name.toLowerCase();
    const isHoisted = /^x-amz-[a-z0-9_.-]+$/.test(header) && checksumAlgorithm(header) === undefined;
    if (isHoisted && !headers.has(header)) headers.set(header, value);
  }
  return { ...request, headers };
}

function otherRegion({ region, presigned }: Authenticated, bucket: Bucket): AwsError {
  const code = presigned ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed";
  const message = `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`;
  return new AwsError(400, code, message, { Region: bucket.region });
}

function listBuckets(
  request: AwsRequest,
  answer: Answer,
  { caller }: Authenticated,
  buckets: Buckets,
  may: May,
): void {
  if (request.method !== "GET") throw notImplemented(`${request.method} /`);
  demand(may, caller, "s3:ListAllMyBuckets", "*");
  sendXml(answer, "ListAllMyBucketsResult", {
    Owner: owner(caller.accountId),
    Buckets: {
      Bucket: buckets.all().map((bucket) => ({
        Name: bucket.name,
        CreationDate: new Date(0).toISOString(),
        BucketRegion: bucket.region,
      })),
    },
  });
}
