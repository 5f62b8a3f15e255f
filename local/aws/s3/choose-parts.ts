import { AwsError } from "../aws-error.ts";
import type { PartRecord } from "./upload-record.ts";
import type { Upload } from "./uploads.ts";
import { elementsOf, malformedXml, textOf } from "./xml-body.ts";

const PARTS_MAX = 10_000;
/** What every part but the last must have. */
const PART_BYTES_MIN = 5 * 1024 * 1024;

/** A part as CompleteMultipartUpload lists it. */
interface WantedPart {
  partNumber: number;
  etag: string;
  /** algorithm → base64 */
  checksums: Record<string, string>;
}

export function parseParts(xml: string): WantedPart[] {
  const parts = elementsOf(xml, "Part").map((part): WantedPart => {
    const number = textOf(part, "PartNumber")?.trim() ?? "";
    const etag = textOf(part, "ETag")?.trim().replaceAll('"', "");
    if (!/^\d{1,5}$/.test(number) || etag === undefined) throw malformedXml();
    const checksums = [...part.matchAll(/<Checksum([A-Z0-9]{1,10})>([^<]*)</g)].map(
      ([, algorithm = "", value = ""]) => [algorithm.toLowerCase(), value.trim()] as const,
    );
    return { partNumber: Number(number), etag, checksums: Object.fromEntries(checksums) };
  });
  if (parts.length === 0 || parts.length > PARTS_MAX) throw malformedXml();
  return parts;
}

/** The parts an object is to be of, in order; what the client believes of each must be what is there. */
export function chooseParts(upload: Upload, wanted: WantedPart[]): PartRecord[] {
  if (
    wanted.some((part, index) => index > 0 && part.partNumber <= (wanted[index - 1] as WantedPart).partNumber)
  ) {
    const message =
      "The list of parts was not in ascending order. The parts list must be specified in order by part number.";
    throw new AwsError(400, "InvalidPartOrder", message, { UploadId: upload.uploadId });
  }
  const parts = wanted.map((belief) => {
    const part = upload.parts.get(belief.partNumber);
    const isThat =
      part?.etag === belief.etag &&
      Object.entries(belief.checksums).every(([name, value]) => (part.checksums[name] ?? value) === value);
    if (!isThat) throw invalidPart(upload, belief.partNumber, belief.etag);
    return part;
  });
  const small = parts.slice(0, -1).find((part) => part.bytes < PART_BYTES_MIN);
  if (small !== undefined) {
    throw new AwsError(
      400,
      "EntityTooSmall",
      "Your proposed upload is smaller than the minimum allowed size",
      {
        ProposedSize: String(small.bytes),
        MinSizeAllowed: String(PART_BYTES_MIN),
        PartNumber: String(small.partNumber),
        ETag: small.etag,
      },
    );
  }
  return parts;
}

export function invalidPart(upload: Upload, partNumber: number, etag = ""): AwsError {
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified " +
    "entity tag may not match the part's entity tag.";
  return new AwsError(400, "InvalidPart", message, {
    UploadId: upload.uploadId,
    PartNumber: String(partNumber),
    ETag: etag,
  });
}
