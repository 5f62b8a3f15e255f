import { AwsRegion, BucketName } from "../connection/bucket-name.ts";
import type { ManagedBucket } from "../connection/provisioning.ts";
import { AccessKeyId } from "../key/access-key.ts";
import { PipelineIds } from "../service/pipelines.ts";
import { ServiceName } from "../service/service.ts";
import { type Reason, type ReasonCode, reason } from "./reasons.ts";

/** What is to be adopted, as somebody wrote it. */
export interface PlanRow {
  serviceName: string;
  bucket: string;
  folder: string;
  userName: string;
  region?: string | undefined;
  /** Which of the user's keys is the current one; needed when it has two. */
  accessKeyId?: string | undefined;
  pipelineIds?: string[] | undefined;
}

/** The same, found in order. */
export interface CheckedRow {
  serviceName: string;
  bucket: string;
  folder: string;
  userName: string;
  region: string;
  accessKeyId?: string;
  pipelineIds: string[];
}

/** IAM's, for users. */
const USER_NAME = /^[\w+=,.@-]{1,64}$/;
/** An object's key has at most so many (S3). */
const FOLDER_BYTES_MAX = 900;
/** Not printable, or with a meaning of their own in a policy. */
const NOT_IN_A_FOLDER = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}*?]/u;
/** An org's folder in a bucket of Keyturn's own (orgIdOf). */
const ORG_FOLDER = /^[a-z0-9-]+-[a-z2-7]{16}\//;

/** Every fault that the row shows by itself, or the row as it is meant. */
export function checkRow(
  row: PlanRow,
  buckets: readonly ManagedBucket[],
): { row: CheckedRow } | { faults: Reason[] } {
  const faults: Reason[] = [];
  const must = (holds: boolean, code: ReasonCode, message: string) => {
    if (!holds) faults.push(reason(code, message));
  };
  const name = ServiceName.safeParse(row.serviceName);
  must(name.success, "invalid_service_name", messageOf("serviceName", name));
  must(BucketName.safeParse(row.bucket).success, "invalid_bucket", "bucket is no name of an S3 bucket");
  const folder = folderOf(row.folder);
  must(
    folder !== undefined,
    "invalid_folder",
    "folder is a prefix like team/sales/, without *, ?, empty parts or . and ..; / is the whole bucket",
  );
  const managed = buckets.find(({ bucket }) => bucket === row.bucket);
  must(
    !managed || (folder !== "" && !ORG_FOLDER.test(folder ?? "")),
    "managed_folder",
    "the bucket is Keyturn's own, and the folder one that Keyturn makes",
  );
  must(USER_NAME.test(row.userName), "invalid_user_name", "userName is no name of an IAM user");
  const region = row.region ?? managed?.region ?? buckets[0]?.region ?? "";
  must(AwsRegion.safeParse(region).success, "invalid_region", "region is no AWS region, like eu-central-1");
  const key = row.accessKeyId;
  must(
    key === undefined || AccessKeyId.safeParse(key).success,
    "invalid_access_key_id",
    "accessKeyId is no id of an access key (is it the secret?)",
  );
  const pipelines = PipelineIds.safeParse(row.pipelineIds ?? []);
  must(pipelines.success, "invalid_pipeline_ids", messageOf("pipelineIds", pipelines));
  if (faults.length > 0 || !name.success || !pipelines.success || folder === undefined) return { faults };
  const { bucket, userName } = row;
  return {
    row: {
      ...{ serviceName: name.data, bucket, folder, userName, region, pipelineIds: pipelines.data },
      ...(key !== undefined && { accessKeyId: key }),
    },
  };
}

/** With a slash at its end; empty for the whole bucket; undefined when it is none. */
function folderOf(text: string): string | undefined {
  if (text === "/") return "";
  const folder = text.endsWith("/") ? text : `${text}/`;
  const parts = folder.slice(0, -1).split("/");
  const isFolder =
    !NOT_IN_A_FOLDER.test(folder) &&
    Buffer.byteLength(folder) <= FOLDER_BYTES_MAX &&
    parts.every((part) => part !== "" && part !== "." && part !== "..");
  return isFolder ? folder : undefined;
}

/** What a schema says of a column; what was written is not repeated: it may be a secret in the wrong column. */
function messageOf(column: string, { error }: { error?: { issues: { message: string }[] } | undefined }) {
  return `${column}: ${error?.issues[0]?.message}`;
}
