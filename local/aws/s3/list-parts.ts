import { sendXml } from "../answers.ts";
import { queryValue } from "../aws-request.ts";
import { findUpload } from "./create-upload.ts";
import { encoder, owner, parseMaximum } from "./list-objects.ts";
import { checksumElements } from "./object-headers.ts";
import { demandOnObject, invalidArgument, type S3Operation } from "./s3-call.ts";

/** `ListParts`. */
export const listParts: S3Operation = (call) => {
  demandOnObject(call, "s3:ListMultipartUploadParts");
  const upload = findUpload(call);
  const given = (name: string) => queryValue(call.request, name);
  const marker = given("part-number-marker") || "0";
  if (!/^\d{1,9}$/.test(marker)) {
    throw invalidArgument(
      "Provided part-number-marker not an integer or within integer range",
      "part-number-marker",
      marker,
    );
  }
  const partsMax = parseMaximum(given("max-parts"), "max-parts");
  const encode = encoder(given("encoding-type"));
  const rest = [...upload.parts.values()]
    .filter((part) => part.partNumber > Number(marker))
    .sort((a, b) => a.partNumber - b.partNumber);
  const page = rest.slice(0, partsMax);
  const isTruncated = partsMax > 0 && rest.length > page.length;
  const who = { ...owner(call.caller.accountId) };
  sendXml(call.answer, "ListPartsResult", {
    Bucket: call.bucket.name,
    Key: encode(upload.key),
    UploadId: upload.uploadId,
    EncodingType: given("encoding-type"),
    Initiator: who,
    Owner: who,
    StorageClass: "STANDARD",
    PartNumberMarker: Number(marker),
    NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
    MaxParts: partsMax,
    IsTruncated: isTruncated,
    ChecksumAlgorithm: upload.checksum?.algorithm.toUpperCase(),
    ChecksumType: upload.checksum?.type,
    Part: page.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: new Date(part.lastModified).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.bytes,
      ...checksumElements(part.checksums),
    })),
  });
};
