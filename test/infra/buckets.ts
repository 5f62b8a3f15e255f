import { allOf, type Graph, type Resource, type ResourceType, textOf } from "./graph.ts";

/** The one that holds the files of the console, if there is a console. */
export function consoleBucket(graph: Graph): Resource | undefined {
  const prefix = `keyturn-${graph.app.stage}-console-`;
  return allOf(graph, "aws:s3/bucket:Bucket").find((bucket) => textOf(bucket, "bucket").startsWith(prefix));
}

/** Those that orgs have their folders in: all others. */
export function managedBuckets(graph: Graph): Resource[] {
  return allOf(graph, "aws:s3/bucket:Bucket").filter((bucket) => bucket !== consoleBucket(graph));
}

/** What is around a bucket. */
export function ofBucket(graph: Graph, bucket: Resource, type: ResourceType): Resource | undefined {
  return allOf(graph, type).find(({ inputs }) => inputs.bucket === bucket.id);
}
