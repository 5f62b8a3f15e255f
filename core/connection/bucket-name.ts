import * as z from "zod";

/** S3's rules for general purpose buckets, without dots at odd places: what is no such name could lead somewhere else. */
const BUCKET =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(\.\.|\.-|-\.))(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Names of access points, directory and table buckets: their requests go to other hosts. */
const NO_BUCKET = /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;
const REGION = /^(?!cn-|us-gov-|us-iso|eu-isoe-)[a-z]{2}(-[a-z]{3,12}){1,2}-\d$/;

/** The name of a bucket, and nothing else that S3 would take in its place. */
export const BucketName = z
  .string()
  .regex(BUCKET, "expected the name of an S3 bucket")
  .refine((name) => !NO_BUCKET.test(name), "expected the name of a general purpose bucket");

export const AwsRegion = z.string().regex(REGION, "expected an AWS region, for example eu-central-1");
