import type { Key } from "../../../local/aws/testing/test-endpoint.ts";
import type { Random } from "../../simulation/random.ts";

export const BUCKET = "keyturn-000000000000-us-east-1";
export const OTHER_BUCKET = "keyturn-000000000000-eu-central-1";

interface KnownUpload {
  key: string;
  uploadId: string;
  /** By number. */
  etags: Map<number, string>;
}

/** What has been made there, as far as its answers told. */
export class KnownAws {
  readonly root: Key;
  /** Keys that users and sessions were given; some of them are deleted, or stopped. */
  readonly keys: Key[] = [];
  /** With the ids of their keys. */
  readonly users = new Map<string, string[]>();
  readonly policies = new Set<string>();
  readonly objects = new Set<string>();
  readonly uploads: KnownUpload[] = [];
  readonly secrets = new Map<string, string[]>();

  constructor(root: Key) {
    this.root = root;
  }

  user(random: Random): string {
    return this.users.size > 0 ? random.pick([...this.users.keys()]) : "nobody";
  }

  policy(random: Random): string {
    return this.policies.size > 0 ? random.pick([...this.policies]) : "arn:aws:iam::000000000000:policy/none";
  }

  object(random: Random): string {
    return this.objects.size > 0 ? random.pick([...this.objects]) : "none";
  }

  upload(random: Random): KnownUpload {
    return this.uploads.length > 0
      ? random.pick(this.uploads)
      : { key: "none", uploadId: "none", etags: new Map() };
  }

  secret(random: Random): string {
    return this.secrets.size > 0 ? random.pick([...this.secrets.keys()]) : "none";
  }

  /** Takes in that a request was done. */
  learn(name: string, params: ReadonlyMap<string, string>, path: string, head: Headers, text: string): void {
    const told = (element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1] ?? "";
    const given = (param: string) => params.get(param) ?? "";
    const key = path.split("?")[0]?.split("/").slice(2).join("/") ?? "";
    const search = new URLSearchParams(path.split("?")[1]);
    switch (name) {
      case "iam CreateUser":
        this.users.set(told("UserName"), []);
        break;
      case "iam DeleteUser":
        this.users.delete(given("UserName"));
        break;
      case "iam CreateAccessKey":
        this.users.get(told("UserName"))?.push(told("AccessKeyId"));
        this.#keep({ accessKeyId: told("AccessKeyId"), secretAccessKey: told("SecretAccessKey") });
        break;
      case "sts GetSessionToken":
        this.#keep({
          ...{ accessKeyId: told("AccessKeyId"), secretAccessKey: told("SecretAccessKey") },
          sessionToken: told("SessionToken"),
        });
        break;
      case "iam DeleteAccessKey":
        this.users.set(
          given("UserName"),
          (this.users.get(given("UserName")) ?? []).filter((id) => id !== given("AccessKeyId")),
        );
        break;
      case "iam CreatePolicy":
        this.policies.add(told("Arn"));
        break;
      case "iam DeletePolicy":
        this.policies.delete(given("PolicyArn"));
        break;
      case "s3 PutObject":
      case "s3 PutObject in chunks":
      case "s3 CopyObject":
        this.objects.add(key);
        break;
      case "s3 DeleteObject":
        this.objects.delete(key);
        break;
      case "s3 CreateMultipartUpload":
        this.uploads.push({ key, uploadId: told("UploadId"), etags: new Map() });
        if (this.uploads.length > 40) this.uploads.shift();
        break;
      case "s3 UploadPart": {
        const upload = this.uploads.find(({ uploadId }) => uploadId === search.get("uploadId"));
        upload?.etags.set(Number(search.get("partNumber")), head.get("etag") ?? "");
        break;
      }
      case "secretsmanager CreateSecret":
        this.secrets.set(JSON.parse(text).Name, [JSON.parse(text).VersionId]);
        break;
      case "secretsmanager PutSecretValue":
        this.secrets.get(JSON.parse(text).Name)?.push(JSON.parse(text).VersionId);
        break;
      case "secretsmanager DeleteSecret":
        this.secrets.delete(JSON.parse(text).Name);
        break;
    }
  }

  #keep(key: Key): void {
    this.keys.push(key);
    if (this.keys.length > 60) this.keys.shift();
  }
}
