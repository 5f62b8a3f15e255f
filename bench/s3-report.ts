import type { S3Figures } from "./s3.ts";
import { table } from "./table.ts";

/** For a terminal. */
export function readableS3({ transfers, rounds, memory }: S3Figures): string {
  const head = ["", "a second", "bare", "times as long", "least–most"];
  const rows = transfers.map(({ method, bytes, ratio, perSecond, bare }) => [
    `${method} of ${bytes < 1e6 ? `${bytes / 1_000} kB` : `${bytes / 1024 ** 2} MB`}`,
    ...[perSecond, bare].map((rate) => rate.toFixed(rate < 100 ? 1 : 0)),
    ratio.median.toFixed(2),
    `${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)}`,
  ]);
  const large = memory && [
    "",
    `One object of ${memory.bytes / 1024 ** 2} MB in and out: the laptop's process grows by ${memory.laptopMb.toFixed(0)} MB at most, the bare one`,
    `by ${memory.bareMb.toFixed(0)} MB.`,
  ];
  return [
    "The laptop's S3 beside a bare server that writes and reads the same files, one request after the other; medians of",
    `${rounds} rounds by turns. The laptop also verifies signatures, reckons MD5 and CRC and keeps records.`,
    "",
    ...table([head, ...rows]),
    ...(large ?? []),
  ].join("\n");
}
