import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { ConnectionRef } from "../../core/connection/connection.ts";
import { secretNameOf } from "../../core/connection/customer.ts";
import { secretsClient } from "../../functions/clients.ts";
import type { KeyPair, Laptop } from "./laptop.ts";

/** Where AWS is, and who may do everything there. */
export interface Root {
  awsUrl: string;
  credentials: KeyPair;
}

/** The root of a laptop's AWS, as its file says. */
export function rootOf({ awsUrl, dataDir }: { awsUrl: string; dataDir: string }): Root {
  const text = readFileSync(join(dataDir, "root-credentials"), "utf8");
  const settingOf = (name: string) => new RegExp(`^${name} = (.+)$`, "m").exec(text)?.[1] ?? "";
  const accessKeyId = settingOf("aws_access_key_id");
  return { awsUrl, credentials: { accessKeyId, secretAccessKey: settingOf("aws_secret_access_key") } };
}

/** What a customer's user may do, unless a test says otherwise. */
const mayList = [
  { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetObject", "s3:PutObject"], Resource: "*" },
];

export interface CustomersUser {
  userName: string;
  region: string;
  bucket: string;
  folder: string;
}

/** The customer at the AWS console: users, keys and buckets that Keyturn did not make. On the laptop, its root. */
export function customersAccount({ awsUrl, credentials }: Root) {
  // The SDK writes into the credentials that it is given.
  const iam = new IAMClient({ endpoint: awsUrl, region: "us-east-1", credentials: { ...credentials } });

  async function makeUser(statements: object[] = mayList, accountId?: string): Promise<CustomersUser> {
    const userName = `loader-${randomBytes(6).toString("hex")}`;
    const Tags = accountId ? [{ Key: "laptop:account", Value: accountId }] : [];
    await iam.send(new CreateUserCommand({ UserName: userName, Path: "/etl/", Tags }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    await iam.send(new PutUserPolicyCommand({ UserName: userName, PolicyName: "own", PolicyDocument }));
    return { userName, ...(await makeBucket()) };
  }

  async function makeBucket(region = "eu-central-1") {
    const bucket = `customers-${randomBytes(8).toString("hex")}`;
    const s3 = new S3Client({
      endpoint: awsUrl,
      region,
      credentials: { ...credentials },
      forcePathStyle: true,
    });
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    return { region, bucket, folder: "exports/" };
  }

  async function makeKey({ userName }: Pick<CustomersUser, "userName">): Promise<KeyPair> {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    return { accessKeyId, secretAccessKey };
  }

  const setStatus = async ({ userName }: CustomersUser, AccessKeyId: string, Status: "Active" | "Inactive") =>
    void (await iam.send(new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId, Status })));

  return {
    ...{ root: credentials, makeUser, makeBucket, makeKey },
    deactivate: (user: CustomersUser, id: string) => setStatus(user, id, "Inactive"),
    async deleteKey({ userName }: CustomersUser, AccessKeyId: string) {
      await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId }));
    },
  };
}

/** Where a customer's service can be made: in this process, or in one of its own. */
type Place = Pick<Laptop, "call" | "awsUrl" | "dataDir">;

/** A data service of the customer's own, with its first key. */
export async function addCustomersService(
  laptop: Place,
  token: string,
  user: CustomersUser,
  more: object = {},
) {
  const pair = await customersAccount(rootOf(laptop)).makeKey(user);
  const { region, bucket, folder } = user;
  const customer = { region, bucket, folder, ...pair };
  const body = { name: "Own bucket", type: "s3", owner: "customer", customer, ...more };
  const answer = await laptop.call("POST", "/v1/services", { token, body });
  return { answer, pair, body };
}

/** What the connector reads from the store, under a label; undefined where nothing has it. */
export async function storedPair(
  laptop: Place,
  ref: ConnectionRef,
  VersionStage = "AWSCURRENT",
): Promise<KeyPair | undefined> {
  const { awsUrl, credentials } = rootOf(laptop);
  const client = secretsClient({ endpoint: awsUrl, region: "us-east-1", credentials });
  try {
    const SecretId = secretNameOf(ref);
    const found = await client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
    return JSON.parse(found.SecretString ?? "");
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    return undefined;
  }
}
