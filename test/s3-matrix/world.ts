import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { addService, type KeyPair, type Laptop, resetKey, rootCredentials } from "../support/laptop.ts";
import { type Place, SEED, type Standing, seedsOf, type World } from "./client.ts";
import { SITUATIONS } from "./expectations.ts";

const OTHER_BUCKET = "somebody-elses-bucket";
const HALF_AN_HOUR = 0.5 / 24;

export interface Prepared extends World {
  root: S3Client;
  places: Record<"own" | "sibling" | "other", Place>;
}

/** Has Keyturn make all keys and folders, by its API, and lets the seeds of every client lie in each folder. */
export async function prepare(laptop: Laptop, clientIds: string[]): Promise<Prepared> {
  const token = await laptop.token("admin");
  const { connection } = await addService(laptop, token, "Own data");
  const { connection: beside } = await addService(laptop, token, "Sibling data");
  const issue = async (body: object): Promise<KeyPair> => {
    const answer = await resetKey(laptop, token, connection.connectionId, body);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body.credentials;
  };
  const deleted = await issue({});
  const inactive = await issue({});
  const own = await issue({ mode: "staged" });
  const retire = `/v1/connections/${connection.connectionId}/access-key/retire`;
  const retired = await laptop.call("POST", retire, { token, body: { force: true } });
  if (retired.status !== 200) throw new Error(JSON.stringify(retired.body));
  const wrong = own.secretAccessKey.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  const expired = await sessionOf(laptop, own, 900);
  await laptop.advance(HALF_AN_HOUR);
  const session = await sessionOf(laptop, own, 36 * 3600);

  const root = laptop.s3(rootCredentials(laptop.dataDir));
  await root.send(new CreateBucketCommand({ Bucket: OTHER_BUCKET }));
  const places = {
    own: { bucket: connection.bucket, folder: connection.folder },
    sibling: { bucket: beside.bucket, folder: beside.folder },
    other: { bucket: OTHER_BUCKET, folder: connection.folder },
  };
  const seeds = Object.values(places).flatMap((place) =>
    clientIds.flatMap((id) => seedsOf(id, place).map((Key) => ({ Bucket: place.bucket, Key, Body: SEED }))),
  );
  await Promise.all(seeds.map((seed) => root.send(new PutObjectCommand(seed))));
  const keys: Record<string, Standing["key"]> = {
    "inactive key": inactive,
    "deleted key": deleted,
    "wrong secret": { ...own, secretAccessKey: wrong },
    "session token": session,
    "expired session": expired,
  };
  const where: Record<string, Place> = { "sibling folder": places.sibling, "other bucket": places.other };
  const standings = SITUATIONS.map(({ name }) => ({
    situation: name,
    key: keys[name] ?? own,
    ...(where[name] ?? places.own),
  }));
  return { url: laptop.awsUrl, own: places.own, standings, root, places };
}

async function sessionOf(laptop: Laptop, credentials: KeyPair, DurationSeconds: number) {
  const sts = new STSClient({ endpoint: laptop.awsUrl, region: "us-east-1", credentials });
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds }));
  sts.destroy();
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** What lies in a folder: keys with their ETags, in order. */
export async function contentOf(root: S3Client, { bucket, folder }: Place): Promise<string[]> {
  const listed = await root.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folder }));
  return (listed.Contents ?? []).map(({ Key = "", ETag }) => `${Key.slice(folder.length)} ${ETag}`);
}
