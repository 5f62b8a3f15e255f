import { bucketSetting } from "../functions/env.ts";
import type { DeploySettings } from "../functions/settings.ts";
import { guardBucket, makeClosedBucket } from "./bucket.ts";
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
  const forceDestroy = $app.removal !== "retain";
  const storage = makeClosedBucket(
    logical,
    { region, name, forceDestroy },
    { protect: $app.protect === true },
  );
  const { bucket, arn } = storage.bucket;
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
  guardBucket(storage);
  return { region, name, arn };
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
