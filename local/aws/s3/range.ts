import { AwsError } from "../aws-error.ts";

export interface Range {
  first: number;
  /** Inclusive. */
  last: number;
}

/** One byte range; anything S3 does not understand (several ranges, another unit) means the whole object. */
export function parseRange(header: string | undefined, bytes: number): Range | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  const [, from, to] = match;
  const first = from === "" ? Math.max(0, bytes - Number(to)) : Number(from);
  const last = from === "" || to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (from !== "" && to !== "" && Number(from) > Number(to)) return undefined;
  if (first > last) {
    throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable", {
      RangeRequested: header ?? "",
      ActualObjectSize: String(bytes),
    });
  }
  return { first, last };
}
