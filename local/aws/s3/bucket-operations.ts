import { sendEmpty, sendXml } from "../answers.ts";
import { demandOnBucket, type S3Operation } from "./s3-call.ts";

/** As on AWS it needs `s3:ListBucket` and sets no `s3:prefix`: who may list one folder only is refused. */
export const headBucket: S3Operation = (call) => {
  demandOnBucket(call, "s3:ListBucket");
  call.answer.response.setHeader("x-amz-access-point-alias", "false");
  call.answer.response.setHeader("content-type", "application/xml");
  sendEmpty(call.answer, 200);
};

export const getBucketLocation: S3Operation = (call) => {
  demandOnBucket(call, "s3:GetBucketLocation");
  const { region } = call.bucket;
  sendXml(call.answer, "LocationConstraint", region === "us-east-1" ? "" : region);
};
