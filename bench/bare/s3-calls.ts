import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { BareCalls } from "./bare.ts";

const client = new S3Client({ forcePathStyle: true });

export const s3: BareCalls = {
  "S3 PutObject": ({ bucket, folder }) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: folder, ContentLength: 0 })),
};
