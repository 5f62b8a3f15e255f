export interface ClosedBucketArgs {
  region: string;
  name: $util.Input<string>;
  /** Whether it goes together with what is in it. */
  forceDestroy: boolean;
}

export interface ClosedBucket {
  logical: string;
  region: string;
  bucket: aws.s3.Bucket;
  closed: aws.s3.BucketPublicAccessBlock;
}

/** A bucket that is never public, has no ACLs and encrypts, with everything around it in its region. */
export function makeClosedBucket(
  logical: string,
  { region, name, forceDestroy }: ClosedBucketArgs,
  options: $util.CustomResourceOptions,
): ClosedBucket {
  const made = new aws.s3.Bucket(logical, { bucket: name, region, forceDestroy }, options);
  const { bucket } = made;
  const closed = new aws.s3.BucketPublicAccessBlock(`${logical}Closed`, {
    bucket,
    region,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new aws.s3.BucketOwnershipControls(`${logical}Ownership`, {
    bucket,
    region,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration(`${logical}Encryption`, {
    bucket,
    region,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  return { logical, region, bucket: made, closed };
}

/** Refuses whoever comes without TLS, and lets in whom `allowed` names beside the account's own roles. */
export function guardBucket(
  { logical, region, bucket, closed }: ClosedBucket,
  allowed: $util.Input<object>[] = [],
): void {
  const policy = $util
    .all([bucket.arn, $util.all(allowed)])
    .apply(([arn, statements]) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [refusePlainHttp(arn), ...statements] }),
    );
  new aws.s3.BucketPolicy(
    `${logical}TlsOnly`,
    { bucket: bucket.bucket, region, policy },
    { dependsOn: [closed] },
  );
}

function refusePlainHttp(bucketArn: string): object {
  return {
    Sid: "RefusePlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
