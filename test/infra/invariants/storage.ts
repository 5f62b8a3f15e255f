import { consoleBucket, managedBuckets, ofBucket } from "../buckets.ts";
import { allOf, differences, type Graph, inputAt, type Resource, textOf, unless } from "../graph.ts";
import { statementsOf } from "../policies.ts";

const NONCURRENT_DAYS = 30;
const UPLOAD_DAYS = 7;

/** One bucket in each region of the settings. */
export function aBucketInEachRegion(graph: Graph): string[] {
  const regions = managedBuckets(graph).map(({ inputs }) => String(inputs.region));
  return differences("buckets", regions, graph.settings.KEYTURN_REGIONS?.split(",") ?? []);
}

/** Nothing in a bucket is ever public, and nothing is fetched without TLS. */
export function bucketsAreClosed(graph: Graph): string[] {
  return allOf(graph, "aws:s3/bucket:Bucket").flatMap((bucket) => {
    const closed = ofBucket(graph, bucket, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
    const policy = ofBucket(graph, bucket, "aws:s3/bucketPolicy:BucketPolicy");
    const ownership = ofBucket(graph, bucket, "aws:s3/bucketOwnershipControls:BucketOwnershipControls");
    const four = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
    return [
      ...four.filter((block) => closed?.inputs[block] !== true).map((block) => `${bucket.name}: no ${block}`),
      ...unless(isTlsOnly(policy, bucket.arn), `${bucket.name} lets in plain HTTP`),
      ...unless(
        bucket === consoleBucket(graph) || nobodyIsAllowed(policy),
        `${bucket.name} lets somebody in by its policy`,
      ),
      ...unless(
        textOf(ownership, "rule", "objectOwnership") === "BucketOwnerEnforced",
        `${bucket.name} has ACLs`,
      ),
    ];
  });
}

function isTlsOnly(policy: Resource | undefined, arn: string | undefined): boolean {
  if (!policy) return false;
  return statementsOf(textOf(policy, "policy")).some(
    ({ effect, principals, actions, resources, conditions }) =>
      `${effect} ${principals} ${actions} ${resources}` === `Deny * s3:* ${arn},${arn}/*` &&
      Object.keys(conditions).length === 1 &&
      String(conditions["Bool aws:SecureTransport"]) === "false",
  );
}

function nobodyIsAllowed(policy: Resource | undefined): boolean {
  return statementsOf(policy?.inputs.policy ?? { Statement: [] }).every(({ effect }) => effect === "Deny");
}

interface LifecycleRule {
  status: string;
  filter?: object;
  noncurrentVersionExpiration?: { noncurrentDays: number };
  abortIncompleteMultipartUpload?: { daysAfterInitiation: number };
  expiration?: { days?: number };
}

/** What is overwritten or deleted can be had back for 30 days; what is current never goes by itself. */
export function bucketsKeepWhatIsDeleted(graph: Graph): string[] {
  return managedBuckets(graph).flatMap((bucket) => {
    const versioning = ofBucket(graph, bucket, "aws:s3/bucketVersioning:BucketVersioning");
    const lifecycle = ofBucket(
      graph,
      bucket,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    );
    const rules = ((lifecycle?.inputs.rules ?? []) as LifecycleRule[]).filter(isForAll);
    const noncurrent = rules.map((rule) => rule.noncurrentVersionExpiration?.noncurrentDays);
    const uploads = rules.map((rule) => rule.abortIncompleteMultipartUpload?.daysAfterInitiation);
    return [
      ...unless(
        textOf(versioning, "versioningConfiguration", "status") === "Enabled",
        `${bucket.name} has no versions`,
      ),
      ...unless(
        noncurrent.includes(NONCURRENT_DAYS),
        `${bucket.name} does not keep versions for ${NONCURRENT_DAYS} days`,
      ),
      ...unless(
        uploads.includes(UPLOAD_DAYS),
        `${bucket.name} does not end uploads after ${UPLOAD_DAYS} days`,
      ),
      ...unless(!rules.some(({ expiration }) => expiration?.days), `${bucket.name} deletes what is current`),
    ];
  });
}

function isForAll({ status, filter }: LifecycleRule): boolean {
  return status === "Enabled" && Object.keys(filter ?? {}).length === 0;
}

export function bucketsAreEncrypted(graph: Graph): string[] {
  return allOf(graph, "aws:s3/bucket:Bucket").flatMap((bucket) => {
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const [rule] = (inputAt(ofBucket(graph, bucket, type), "rules") ?? []) as object[];
    return unless(
      JSON.stringify(rule ?? {}).includes('"sseAlgorithm":"AES256"'),
      `${bucket.name} is not encrypted`,
    );
  });
}

/** What is around a bucket is asked for in the bucket's region, and by the default provider. */
export function bucketsAreInTheirRegion(graph: Graph): string[] {
  const ofS3 = graph.resources.filter(
    ({ type, inputs }) => type.startsWith("aws:s3/bucket") && "region" in inputs,
  );
  const strange = graph.resources.filter(({ type, name, inputs }) => {
    if (!type.startsWith("aws:s3/bucket") || type.includes("Object")) return false;
    const bucket = allOf(graph, "aws:s3/bucket:Bucket").find(({ id }) => id === inputs.bucket);
    return !bucket || bucket.inputs.region !== inputs.region || !name.startsWith(bucket.name);
  });
  return [
    ...strange.map(({ name }) => `${name} is in another region than its bucket`),
    ...ofS3.filter(({ provider }) => provider).map(({ name }) => `${name} has a provider of its own`),
  ];
}
