import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { openFolder, readJsonFiles, removeFile, replaceFile } from "../disk.ts";
import { sha256Hex } from "../sigv4/canonical-request.ts";

const Version = z.strictObject({ value: z.string(), stages: z.array(z.string()), createdAt: z.number() });
const StoredSecret = z.strictObject({
  name: z.string(),
  arn: z.string(),
  createdAt: z.number(),
  /** By their ids. One without stages is deprecated, and stays here. */
  versions: z.record(z.string(), Version),
});
export type StoredSecret = z.infer<typeof StoredSecret>;

export type SecretStore = ReturnType<typeof openSecretStore>;

/** Every secret, a file each, named by the hash of its name. */
export function openSecretStore(folder: string) {
  const secrets = new Map<string, StoredSecret>();
  for (const secret of readJsonFiles(openFolder(folder), (value) => StoredSecret.parse(value))) {
    secrets.set(secret.name, secret);
  }
  const fileOf = (name: string) => join(folder, `${sha256Hex(name)}.json`);
  return {
    /** By name or by ARN. */
    find: (id: string): StoredSecret | undefined =>
      secrets.get(id) ?? [...secrets.values()].find(({ arn }) => arn === id),
    save(secret: StoredSecret): void {
      replaceFile(fileOf(secret.name), JSON.stringify(StoredSecret.parse(secret)));
      secrets.set(secret.name, secret);
    },
    delete({ name }: StoredSecret): void {
      removeFile(fileOf(name));
      secrets.delete(name);
    },
  };
}

/** AWS puts six characters behind the name, so that a secret made again under it is another one. */
export function newSecretArn(accountId: string, region: string, name: string): string {
  const suffix = randomBytes(6)
    .toString("base64url")
    .replaceAll(/[^A-Za-z0-9]/g, "x")
    .slice(0, 6);
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`;
}
