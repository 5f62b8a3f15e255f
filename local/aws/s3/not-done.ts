import { demandOnBucket, demandOnObject, notImplemented, type S3Operation } from "./s3-call.ts";

/**
 * What is not done, and the right S3 asks for first: who has it not is told AccessDenied there, whatever the bucket
 * would do with the request; only who has it learns here that it is not done. From the API reference's "Permissions".
 */
const RIGHTS: Record<string, string> = {
  "GET object?tagging": "s3:GetObjectTagging",
  "PUT object?tagging": "s3:PutObjectTagging",
  "DELETE object?tagging": "s3:DeleteObjectTagging",
  "GET object?acl": "s3:GetObjectAcl",
  "PUT object?acl": "s3:PutObjectAcl",
  "GET object?attributes": "s3:GetObject",
  "GET object?partNumber": "s3:GetObject",
  "HEAD object?partNumber": "s3:GetObject",
  "GET object?versionId": "s3:GetObjectVersion",
  "HEAD object?versionId": "s3:GetObjectVersion",
  "GET object?retention": "s3:GetObjectRetention",
  "PUT object?retention": "s3:PutObjectRetention",
  "GET object?legal-hold": "s3:GetObjectLegalHold",
  "PUT object?legal-hold": "s3:PutObjectLegalHold",
  "POST object?restore": "s3:RestoreObject",
  "POST object?select": "s3:GetObject",
  "DELETE bucket": "s3:DeleteBucket",
  "GET bucket?acl": "s3:GetBucketAcl",
  "PUT bucket?acl": "s3:PutBucketAcl",
  "GET bucket?cors": "s3:GetBucketCORS",
  "PUT bucket?cors": "s3:PutBucketCORS",
  "DELETE bucket?cors": "s3:PutBucketCORS",
  "GET bucket?encryption": "s3:GetEncryptionConfiguration",
  "PUT bucket?encryption": "s3:PutEncryptionConfiguration",
  "GET bucket?lifecycle": "s3:GetLifecycleConfiguration",
  "PUT bucket?lifecycle": "s3:PutLifecycleConfiguration",
  "GET bucket?logging": "s3:GetBucketLogging",
  "GET bucket?notification": "s3:GetBucketNotification",
  "PUT bucket?notification": "s3:PutBucketNotification",
  "GET bucket?object-lock": "s3:GetBucketObjectLockConfiguration",
  "GET bucket?ownershipControls": "s3:GetBucketOwnershipControls",
  "GET bucket?policy": "s3:GetBucketPolicy",
  "PUT bucket?policy": "s3:PutBucketPolicy",
  "DELETE bucket?policy": "s3:DeleteBucketPolicy",
  "GET bucket?policyStatus": "s3:GetBucketPolicyStatus",
  "GET bucket?publicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "PUT bucket?publicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "GET bucket?replication": "s3:GetReplicationConfiguration",
  "GET bucket?requestPayment": "s3:GetBucketRequestPayment",
  "GET bucket?tagging": "s3:GetBucketTagging",
  "PUT bucket?tagging": "s3:PutBucketTagging",
  "GET bucket?versioning": "s3:GetBucketVersioning",
  "PUT bucket?versioning": "s3:PutBucketVersioning",
  "GET bucket?website": "s3:GetBucketWebsite",
};

/** Refuses: by the right if that is missing, else as not done. */
export function notDone(what: string): S3Operation {
  return (call) => {
    const right = RIGHTS[what];
    if (right !== undefined) (call.key === "" ? demandOnBucket : demandOnObject)(call, right);
    throw notImplemented(what);
  };
}
