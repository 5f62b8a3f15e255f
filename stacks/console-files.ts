import { join } from "node:path";
import { cacheControlOf, contentTypeOf, isHashed } from "../console/headers.ts";
import { type ClosedBucket, makeClosedBucket } from "./bucket.ts";
import type { BuiltConsole } from "./build-console.ts";
import { nameOf } from "./names.ts";

/** The bucket that only CloudFront reads. It holds nothing that a deployment could not make again, so it always goes. */
export function makeConsoleBucket(region: string): ClosedBucket {
  const { accountId } = aws.getCallerIdentityOutput();
  return makeClosedBucket(
    "ConsoleFiles",
    { region, name: $interpolate`${nameOf("console")}-${accountId}`, forceDestroy: true },
    { retainOnDelete: false },
  );
}

/**
 * Puts the page's files into the bucket, `index.html` after those that it names. Hashed files of earlier deployments
 * stay: a page that was opened before may still load a part of itself.
 */
export function uploadConsole(
  { bucket: { bucket }, region }: ClosedBucket,
  { folder, paths }: BuiltConsole,
): void {
  const upload = (path: string, options: $util.CustomResourceOptions) =>
    new aws.s3.BucketObjectv2(
      `ConsoleFile-${path}`,
      {
        bucket,
        region,
        key: path,
        source: new $util.asset.FileAsset(join(folder, path)),
        contentType: contentTypeOf(path),
        cacheControl: cacheControlOf(path),
      },
      options,
    );
  const hashed = paths.filter(isHashed).map((path) => upload(path, { retainOnDelete: true }));
  for (const path of paths.filter((path) => !isHashed(path))) upload(path, { dependsOn: hashed });
}
