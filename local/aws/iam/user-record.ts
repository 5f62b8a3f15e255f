import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";

const AccessKey = z.strictObject({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  status: z.enum(["Active", "Inactive"]),
  /** ms since epoch, by the endpoint's clock */
  createdAt: z.number(),
});
export type AccessKey = z.infer<typeof AccessKey>;

/** A user and all that belongs to it: one file, so every change of it is one replacement of that file. */
export const UserRecord = z.strictObject({
  userName: z.string(),
  userId: z.string(),
  path: z.string(),
  createdAt: z.number(),
  permissionsBoundary: z.string().optional(),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  /** Inline policies, each document as it was put. */
  policies: z.array(z.strictObject({ policyName: z.string(), document: z.string() })),
  accessKeys: z.array(AccessKey),
});
export type UserRecord = z.infer<typeof UserRecord>;

export function userArn(accountId: string, user: Pick<UserRecord, "path" | "userName">): string {
  return `arn:aws:iam::${accountId}:user${user.path}${user.userName}`;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** `AKIA…`, `ASIA…`, `AIDA…`, `ANPA…`: the prefix says what kind of thing it names. */
export function newId(prefix: string, length: number): string {
  return prefix + Array.from({ length }, () => BASE32[randomInt(BASE32.length)]).join("");
}

/** 40 characters of base64, as IAM's. */
export function newSecretAccessKey(): string {
  return randomBytes(30).toString("base64");
}
