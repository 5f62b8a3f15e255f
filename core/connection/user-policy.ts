/** What a key's holder may do with objects. */
const objectActions = [
  "s3:GetObject",
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
];

/**
 * A key's holder could trade it for a session that outlives the reset (GetSessionToken needs no permission):
 * every request of a session is refused, by the user's policy and by its boundary.
 */
const refuseSessions = {
  Sid: "RefuseSessions",
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  Condition: { Null: { "aws:TokenIssueTime": "false" } },
} as const;

/** The user's one inline policy: its folder, and of its bucket only what listing that folder needs. */
export function userPolicy(bucket: string, folder: string): object {
  const bucketArn = `arn:aws:s3:::${bucket}`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ListOwnFolder",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: bucketArn,
        // Never the bare folder name: a sibling whose name begins alike shares that prefix.
        Condition: { StringLike: { "s3:prefix": [folder, `${folder}*`] } },
      },
      { Sid: "FindBucket", Effect: "Allow", Action: "s3:GetBucketLocation", Resource: bucketArn },
      {
        Sid: "UseOwnFolder",
        Effect: "Allow",
        Action: objectActions,
        Resource: `${bucketArn}/${folder}*`,
      },
      refuseSessions,
    ],
  };
}

/** The most any user Keyturn makes can ever do, whatever its own policy says. */
export function boundaryPolicy(buckets: readonly string[]): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ManagedBucketsOnly",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:GetBucketLocation"],
        Resource: buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
      },
      {
        Sid: "ManagedObjectsOnly",
        Effect: "Allow",
        Action: objectActions,
        Resource: buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
      },
      refuseSessions,
    ],
  };
}
