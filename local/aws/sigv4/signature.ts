import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { sha256Hex } from "./canonical-request.ts";

export interface Scope {
  /** `yyyymmdd` */
  date: string;
  region: string;
  service: string;
}

export function scopeText(scope: Scope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
}

export function signingKey(secretAccessKey: string, scope: Scope): Buffer {
  const date = hmac(`AWS4${secretAccessKey}`, scope.date);
  return hmac(hmac(hmac(date, scope.region), scope.service), "aws4_request");
}

/** `amzDate` is `yyyymmddThhmmssZ`. */
export function requestSignature(key: Buffer, amzDate: string, scope: Scope, canonical: string): string {
  const text = ["AWS4-HMAC-SHA256", amzDate, scopeText(scope), sha256Hex(canonical)].join("\n");
  return hmac(key, text).toString("hex");
}

export function hmac(key: string | Buffer, text: string): Buffer {
  // Node 24 takes a quarter of the time when a key in a buffer is wrapped first.
  const secret = typeof key === "string" ? key : createSecretKey(key);
  return createHmac("sha256", secret).update(text, "utf8").digest();
}

export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a, "utf8");
  const right = Buffer.from(b, "utf8");
  return left.length === right.length && timingSafeEqual(left, right);
}
