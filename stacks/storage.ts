import { bucketSetting } from "../functions/env.ts";
import type { DeploySettings } from "../functions/settings.ts";
import { logicalName, nameOf } from "./names.ts";

/** Where a region's folders lie. */
export interface ManagedBucket {
  region: string;
  name: $util.Output<string>;
  arn: $util.Output<string>;
}

/** One bucket a region, each with everything around it in that region. */
export function makeStorage({ KEYTURN_REGIONS: regions }: DeploySettings): ManagedBucket[] {
  const { accountId } = aws.getCallerIdentityOutput();
  return regions.map((region) => makeBucket(region, $interpolate`${nameOf()}-${accountId}-${region}`));
}

function makeBucket(region: string, name: $util.Output<string>): ManagedBucket {
  const logical = `Storage${logicalName(region)}`;
  const keep = $app.removal === "retain";
  const made = new aws.s3.Bucket(
    logical,
    { bucket: name, region, forceDestroy: !keep },
    { protect: $app.protect === true },
  );
  const bucket = made.bucket;
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
  const versioning = new aws.s3.BucketVersioning(`${logical}Versioning`, {
    bucket,
    region,
    versioningConfiguration: { status: "Enabled" },
  });
  new aws.s3.BucketLifecycleConfiguration(
    `${logical}Lifecycle`,
    { bucket, region, rules: lifecycle },
    { dependsOn: [versioning] },
  );
  const policy = made.arn.apply((arn) => JSON.stringify(tlsOnly(arn)));
  new aws.s3.BucketPolicy(`${logical}TlsOnly`, { bucket, region, policy }, { dependsOn: [closed] });
  return { region, name, arn: made.arn };
}

/** As the Lambdas and the operator's commands read it: `region=bucket,region=bucket`. */
export function bucketsOf(storage: ManagedBucket[]): $util.Output<string> {
  const named = storage.map(({ region, name }) => name.apply((bucket) => ({ region, bucket })));
  return $util.all(named).apply(bucketSetting);
}

const lifecycle = [
  {
    id: "what-was-overwritten-or-deleted",
    status: "Enabled",
    filter: {},
    noncurrentVersionExpiration: { noncurrentDays: 30 },
    expiration: { expiredObjectDeleteMarker: true },
  },
  {
    id: "uploads-nobody-completed",
    status: "Enabled",
    filter: {},
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  },
];

function tlsOnly(bucketArn: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "RefusePlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
