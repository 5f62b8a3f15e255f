import type { AwsRequest } from "../aws-request.ts";
import { getBucketLocation, headBucket } from "./bucket-operations.ts";
import { completeUpload } from "./complete-upload.ts";
import { copyObject } from "./copy-object.ts";
import { abortUpload, createUpload } from "./create-upload.ts";
import { deleteObjects } from "./delete-objects.ts";
import { deleteObject, getObject } from "./get-object.ts";
import { listObjects, listObjectsV1 } from "./list-objects.ts";
import { listParts } from "./list-parts.ts";
import { listUploads } from "./list-uploads.ts";
import { listVersions } from "./list-versions.ts";
import { notDone } from "./not-done.ts";
import { putObject } from "./put-object.ts";
import type { S3Operation } from "./s3-call.ts";
import { SUBRESOURCES } from "./target.ts";
import { uploadPart } from "./upload-part.ts";

const OPERATIONS = new Map<string, S3Operation>([
  ["HEAD bucket", headBucket],
  ["GET bucket?location", getBucketLocation],
  ["GET bucket", listObjects],
  ["GET bucket?versions", listVersions],
  ["GET bucket?uploads", listUploads],
  ["POST bucket?delete", deleteObjects],
  ["PUT object", putObject],
  ["GET object", getObject],
  ["HEAD object", getObject],
  ["DELETE object", deleteObject],
  ["DELETE object?versionId", deleteObject],
  ["POST object?uploads", createUpload],
  ["PUT object?partNumber&uploadId", uploadPart],
  ["GET object?uploadId", listParts],
  ["POST object?uploadId", completeUpload],
  ["DELETE object?uploadId", abortUpload],
]);

/** By method, whether it is about an object, and the sub-resources it names; what is not in the table is not done. */
export function findOperation(request: AwsRequest, key: string): S3Operation {
  const named = new Set(request.query.map(([name]) => name).filter((name) => SUBRESOURCES.has(name)));
  const subs = [...named].sort().join("&");
  const what = `${request.method} ${key === "" ? "bucket" : "object"}${subs === "" ? "" : `?${subs}`}`;
  const operation = OPERATIONS.get(what);
  if (operation === undefined) return notDone(what);
  const isV2 = request.query.some(([name, value]) => name === "list-type" && value === "2");
  if (operation === listObjects && !isV2) return listObjectsV1;
  if (operation === putObject && request.headers.has("x-amz-copy-source")) return copyObject;
  return operation;
}
