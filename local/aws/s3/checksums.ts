import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "../aws-error.ts";
import { type Crc64, crc32c, crc64nvme } from "./crc.ts";

/** Running checksum of a body; `digest` is base64, as in `x-amz-checksum-…`. */
interface Checksum {
  update(data: Uint8Array): void;
  digest(): string;
}

const ALGORITHMS = new Map<string, () => Checksum>([
  ["crc32", () => crc((data, before) => crc32(data, before))],
  ["crc32c", () => crc(crc32c)],
  ["crc64nvme", crc64],
  ["sha1", () => hash("sha1")],
  ["sha256", () => hash("sha256")],
]);

const PREFIX = "x-amz-checksum-";
/** Headers with that prefix that are no checksum. */
const OTHERS = new Set(["x-amz-checksum-mode", "x-amz-checksum-type", "x-amz-checksum-algorithm"]);

/** `crc32` … from `x-amz-checksum-crc32`; `undefined` for any other header. */
export function checksumAlgorithm(header: string): string | undefined {
  return header.startsWith(PREFIX) && !OTHERS.has(header) ? header.slice(PREFIX.length) : undefined;
}

export function checksumHeader(algorithm: string): string {
  return PREFIX + algorithm;
}

export function startChecksum(algorithm: string): Checksum {
  const start = ALGORITHMS.get(algorithm);
  if (start === undefined) {
    throw new AwsError(501, "NotImplemented", `The checksum algorithm ${algorithm} is not known here.`);
  }
  return start();
}

function crc(step: (data: Uint8Array, before: number) => number): Checksum {
  let value = 0;
  return {
    update: (data) => {
      value = step(data, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString("base64");
    },
  };
}

function crc64(): Checksum {
  let value: Crc64 = { high: 0, low: 0 };
  return {
    update: (data) => {
      value = crc64nvme(data, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE(value.high, 0);
      bytes.writeUInt32BE(value.low, 4);
      return bytes.toString("base64");
    },
  };
}

function hash(name: string): Checksum {
  const running = createHash(name);
  return {
    update: (data) => {
      running.update(data);
    },
    digest: () => running.digest("base64"),
  };
}
