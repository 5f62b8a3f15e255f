import { createHash } from "node:crypto";
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Random } from "../simulation/random.ts";
import type { KnownConnection } from "./known-connection.ts";
import { type KeyPair, s3Client } from "./laptop.ts";
import type { StartedProcess } from "./started-process.ts";
import type { Tenant } from "./tenant-at-work.ts";

const NAMES = 12;
const BYTES_MAX = 200_000;
/** What a key is answered that was reset, removed or deactivated a moment ago. */
const NO_LONGER = ["InvalidAccessKeyId", "AccessDenied"];

/**
 * A tenant's pipeline: writes objects with the keys the tenant was given, over and over under few names, and takes down
 * what was acknowledged. Works until the process no longer answers. Answers how many writes were acknowledged.
 */
export async function writeObjects(process: StartedProcess, tenant: Tenant, random: Random): Promise<number> {
  for (let written = 0; ; ) {
    const able = tenant.connections.filter(
      ({ gone, key, disabled }) => !gone && key?.secretAccessKey && !disabled,
    );
    if (able.length === 0) {
      if (!(await isThere(process))) return written;
      continue;
    }
    const connection = random.pick(able);
    const outcome = await writeOne(process, connection, random);
    if (outcome === "ended") return written;
    if (outcome === "written") written += 1;
  }
}

async function writeOne(process: StartedProcess, connection: KnownConnection, random: Random) {
  const { bucket: Bucket, folder, objects, key } = connection;
  const Key = `${folder}object-${random.between(1, NAMES)}`;
  const text = random.chance(0.15) ? undefined : textOf(random);
  const before = objects.get(Key) ?? [undefined];
  objects.set(Key, [...before, text]);
  const s3 = s3Client(process.awsUrl, key as KeyPair);
  try {
    await send(s3, { Bucket, Key }, text);
    objects.set(Key, [text]);
    return "written";
  } catch (error) {
    if (!NO_LONGER.includes((error as Error).name)) return "ended"; // in doubt
    objects.set(Key, before);
    return "refused";
  } finally {
    s3.destroy();
  }
}

async function send(
  s3: S3Client,
  at: { Bucket: string; Key: string },
  text: string | undefined,
): Promise<void> {
  if (text === undefined) await s3.send(new DeleteObjectCommand(at));
  else await s3.send(new PutObjectCommand({ ...at, Body: text }));
}

/** Of any length, and like no other. */
function textOf(random: Random): string {
  const word = createHash("sha256").update(String(random.next())).digest("base64");
  return word.repeat(Math.ceil(random.between(0, BYTES_MAX) / word.length)).slice(0, BYTES_MAX);
}

async function isThere({ call }: StartedProcess): Promise<boolean> {
  return call("GET", "/health").then(
    () => true,
    () => false,
  );
}
