/** Cyclic redundancy checks that node does not bring; both reflected, as S3 uses them. */

const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** CRC-32C (Castagnoli, RFC 3720); start with 0 and feed the result back in. */
export function crc32c(data: Uint8Array, before: number): number {
  let crc = ~before >>> 0;
  for (const byte of data) crc = (CRC32C_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

const NVME = 0x9a6c9329ac4bc9b5n;
const NVME_HIGH = new Uint32Array(256);
const NVME_LOW = new Uint32Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ NVME : value >> 1n;
  NVME_HIGH[byte] = Number(value >> 32n);
  NVME_LOW[byte] = Number(value & 0xffffffffn);
}

export interface Crc64 {
  high: number;
  low: number;
}

/** CRC-64/NVME in two halves of 32 bits, since BigInt is far too slow for a body; start with zeroes. */
export function crc64nvme(data: Uint8Array, before: Crc64): Crc64 {
  let high = ~before.high >>> 0;
  let low = ~before.low >>> 0;
  for (const byte of data) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (NVME_LOW[index] as number);
    high = (high >>> 8) ^ (NVME_HIGH[index] as number);
  }
  return { high: ~high >>> 0, low: ~low >>> 0 };
}
