import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { failureOf } from "../../core/errors.ts";
import type { Objects } from "../../core/operator/objects.ts";
import { awsCall } from "./aws-failure.ts";

/** S3 deletes so many with one request, and lists as many. */
const PAGE = 1_000;

/** Where the next page begins, behind a key and one of its versions or uploads. */
interface Place {
  key: string;
  id?: string;
}

/** For an operator's command alone: no Lambda may list or delete objects. */
export function s3Objects(clientOf: (region: string) => S3Client): Objects {
  return {
    async versions({ region, bucket, folder }, after) {
      const { key, id } = placeOf(after);
      const command = new ListObjectVersionsCommand({
        ...{ Bucket: bucket, Prefix: folder, MaxKeys: PAGE, EncodingType: "url" },
        ...(key !== undefined && { KeyMarker: key }),
        ...(id !== undefined && { VersionIdMarker: id }),
      });
      const {
        Versions = [],
        DeleteMarkers = [],
        ...page
      } = await awsCall("ListObjectVersions", () => clientOf(region).send(command));
      const decoded = decoderOf(page.EncodingType);
      const items = [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
        Key === undefined ? [] : [{ key: decoded(Key), versionId: VersionId ?? "null" }],
      );
      return { items, ...nextOf(page, decoded, page.NextVersionIdMarker) };
    },
    async deleteVersions({ region, bucket }, versions) {
      const s3 = clientOf(region);
      for (const { key, versionId } of versions.filter((one) => !fitsXml(one.key))) {
        const command = new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
        await awsCall("DeleteObject", () => s3.send(command));
      }
      const Objects = versions
        .filter((one) => fitsXml(one.key))
        .map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
      if (Objects.length === 0) return 0;
      const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
      const { Errors = [] } = await awsCall("DeleteObjects", () => s3.send(command));
      return Errors.length;
    },
    async uploads({ region, bucket, folder }, after) {
      const { key, id } = placeOf(after);
      const command = new ListMultipartUploadsCommand({
        ...{ Bucket: bucket, Prefix: folder, MaxUploads: PAGE, EncodingType: "url" },
        ...(key !== undefined && { KeyMarker: key }),
        ...(id !== undefined && { UploadIdMarker: id }),
      });
      const { Uploads = [], ...page } = await awsCall("ListMultipartUploads", () =>
        clientOf(region).send(command),
      );
      const decoded = decoderOf(page.EncodingType);
      const items = Uploads.flatMap(({ Key, UploadId }) =>
        Key === undefined || UploadId === undefined ? [] : [{ key: decoded(Key), uploadId: UploadId }],
      );
      return { items, ...nextOf(page, decoded, page.NextUploadIdMarker) };
    },
    async abort({ region, bucket }, { key, uploadId }) {
      const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId });
      try {
        await awsCall("AbortMultipartUpload", () => clientOf(region).send(command));
      } catch (error) {
        const isGone = (error as { awsErrorName?: string }).awsErrorName === "NoSuchUpload";
        if (!isGone || failureOf(error) === undefined) throw error;
      }
    },
  };
}

/**
 * S3 is asked to encode keys, as not every character that they may hold can stand in XML, and says that it did: a key that
 * is decoded once too often is another.
 */
function decoderOf(encodingType: string | undefined): (key: string) => string {
  return encodingType === "url" ? (key) => decodeURIComponent(key.replaceAll("+", " ")) : (key) => key;
}

/**
 * Whoever holds a key may name an object with any character, and XML 1.0 (2.2) has no place for some: a request that
 * holds one is malformed, and would keep all the others.
 */
function fitsXml(key: string): boolean {
  return !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(key);
}

function placeOf(after: string | undefined): Partial<Place> {
  return after === undefined ? {} : (JSON.parse(after) as Place);
}

function nextOf(
  { IsTruncated, NextKeyMarker }: Pick<ListObjectVersionsOutput, "IsTruncated" | "NextKeyMarker">,
  decoded: (key: string) => string,
  id: string | undefined,
): { next?: string } {
  if (!IsTruncated || NextKeyMarker === undefined) return {};
  const place: Place = { key: decoded(NextKeyMarker), ...(id !== undefined && { id }) };
  return { next: JSON.stringify(place) };
}
