import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import {
  type Cell,
  type Client,
  isPresigned,
  keysOf,
  LARGE_BYTES,
  METHODS,
  type Outcome,
  SEED,
  type World,
} from "./client.ts";
import type { OperationName } from "./expectations.ts";

const ID = "sdk";

/** False where it worked and what came of it is wrong. */
type Does = (s3: S3Client, cell: Cell, world: World) => Promise<unknown>;
const at = ({ standing }: Cell) => ({ Bucket: standing.bucket });
const keys = ({ standing }: Cell) => keysOf(ID, standing);
const sourceOf = (cell: Cell) =>
  `${cell.standing.bucket}/${keys(cell).seed.split("/").map(encodeURIComponent).join("/")}`;
const named = (cell: Cell, name: keyof ReturnType<typeof keysOf>) => ({ ...at(cell), Key: keys(cell)[name] });

const DOES: Partial<Record<OperationName, Does>> = {
  put: (s3, cell) => s3.send(new PutObjectCommand({ ...named(cell, "new"), Body: SEED })),
  async "put in parts"(s3, cell) {
    const object = named(cell, "parts");
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
    const Parts = [];
    for (const [index, bytes] of [5 * 1024 * 1024, LARGE_BYTES - 5 * 1024 * 1024].entries()) {
      const part = { ...object, UploadId, PartNumber: index + 1 };
      const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: Buffer.alloc(bytes, "x") }));
      Parts.push({ PartNumber: index + 1, ETag });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
    return (await s3.send(new HeadObjectCommand(object))).ContentLength === LARGE_BYTES;
  },
  async "abort an upload"(s3, cell) {
    const object = named(cell, "aborted");
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
    await s3.send(new AbortMultipartUploadCommand({ ...object, UploadId }));
  },
  async get(s3, cell) {
    const { Body } = await s3.send(new GetObjectCommand(named(cell, "seed")));
    return (await Body?.transformToString()) === SEED;
  },
  async "get a range"(s3, cell) {
    const { Body } = await s3.send(new GetObjectCommand({ ...named(cell, "seed"), Range: "bytes=2-4" }));
    return (await Body?.transformToString()) === SEED.slice(2, 5);
  },
  async head(s3, cell) {
    return (await s3.send(new HeadObjectCommand(named(cell, "seed")))).ContentLength === SEED.length;
  },
  async list(s3, cell) {
    const Prefix = cell.standing.folder;
    const { Contents } = await s3.send(new ListObjectsV2Command({ ...at(cell), Prefix }));
    return Contents?.some(({ Key }) => Key === keys(cell).seed) ?? false;
  },
  async "list (version 1)"(s3, cell) {
    const Prefix = cell.standing.folder;
    const { Contents } = await s3.send(new ListObjectsCommand({ ...at(cell), Prefix }));
    return Contents?.some(({ Key }) => Key === keys(cell).seed) ?? false;
  },
  async copy(s3, cell) {
    await s3.send(new CopyObjectCommand({ ...named(cell, "copy"), CopySource: sourceOf(cell) }));
  },
  async "copy out"(s3, cell, { own }) {
    const target = { Bucket: own.bucket, Key: keysOf(ID, own).copy };
    await s3.send(new CopyObjectCommand({ ...target, CopySource: sourceOf(cell) }));
  },
  delete: (s3, cell) => s3.send(new DeleteObjectCommand(named(cell, "doomed"))),
  async "delete many"(s3, cell) {
    const Objects = ["1", "2"].map((name) => ({ Key: keys(cell).many + name }));
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ ...at(cell), Delete: { Objects } }));
    for (const { Code = "" } of Errors) throw Object.assign(new Error(Code), { name: Code });
  },
  "get what is missing": (s3, cell) => s3.send(new GetObjectCommand(named(cell, "missing"))),
  "read tags": (s3, cell) => s3.send(new GetObjectTaggingCommand(named(cell, "seed"))),
  "head the bucket": (s3, cell) => s3.send(new HeadBucketCommand(at(cell))),
  "list buckets": (s3) => s3.send(new ListBucketsCommand({})),
};

async function seenOf(s3: S3Client, cell: Cell, world: World): Promise<Outcome> {
  const does = DOES[cell.operation] as Does;
  try {
    return { seen: (await does(s3, cell, world)) === false ? "wrong content" : "works" };
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    const isBare = sdk.operations[cell.operation]?.bare;
    return { seen: isBare ? String($metadata?.httpStatusCode) : name };
  }
}

async function presign(s3: S3Client, cell: Cell): Promise<Outcome> {
  const expiresIn = cell.standing.situation === "presigned" ? 300 : 1;
  const method = METHODS[cell.operation] ?? "";
  const sign = {
    GET: () => getSignedUrl(s3, new GetObjectCommand(named(cell, "seed")), { expiresIn }),
    HEAD: () => getSignedUrl(s3, new HeadObjectCommand(named(cell, "seed")), { expiresIn }),
    PUT: () => getSignedUrl(s3, new PutObjectCommand(named(cell, "presigned")), { expiresIn }),
    DELETE: () => getSignedUrl(s3, new DeleteObjectCommand(named(cell, "presigned")), { expiresIn }),
  }[method];
  if (sign === undefined) throw new Error(`${cell.operation} is not presigned`);
  return { url: await sign(), method, madeAt: Date.now() };
}

const how = (text: string, bare = false) => ({ how: text, bare });

export const sdk: Client = {
  name: "AWS SDK for JavaScript v3",
  id: ID,
  isHere: true,
  operations: {
    put: how("PutObject"),
    "put in parts": how("CreateMultipartUpload, UploadPart, CompleteMultipartUpload"),
    "abort an upload": how("CreateMultipartUpload, AbortMultipartUpload"),
    get: how("GetObject"),
    "get a range": how("GetObject with Range"),
    head: how("HeadObject", true),
    list: how("ListObjectsV2"),
    "list (version 1)": how("ListObjects"),
    copy: how("CopyObject"),
    "copy out": how("CopyObject into the own folder"),
    delete: how("DeleteObject"),
    "delete many": how("DeleteObjects"),
    "get what is missing": how("GetObject"),
    "read tags": how("GetObjectTagging"),
    "head the bucket": how("HeadBucket", true),
    "list buckets": how("ListBuckets"),
  },
  does: (operation, situation) => !isPresigned(situation) || operation in METHODS,
  async run(world, cells) {
    const outcomes: Outcome[] = [];
    for (const cell of cells) {
      const { key, situation } = cell.standing;
      const config = { endpoint: world.url, region: "us-east-1", forcePathStyle: true, maxAttempts: 1 };
      const s3 = new S3Client({ ...config, credentials: key });
      outcomes.push(await (isPresigned(situation) ? presign(s3, cell) : seenOf(s3, cell, world)));
      s3.destroy();
    }
    return outcomes;
  },
};
