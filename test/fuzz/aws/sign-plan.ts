import { sha256Hex } from "../../../local/aws/sigv4/canonical-request.ts";
import { hmac, scopeText } from "../../../local/aws/sigv4/signature.ts";
import { presign, sign } from "../../../local/aws/testing/raw-request.ts";
import type { Key } from "../../../local/aws/testing/test-endpoint.ts";
import { type Draft, newDraft } from "../draft.ts";
import { jsonText } from "../mutate-json.ts";
import type { Plan } from "./plan.ts";

/** The plan as a request, signed by the key at the time; what cannot be signed carries the signature of something else. */
export function signedDraft(plan: Plan, key: Key, port: number, at: number): Draft {
  const { method, path, service, expires, region = "us-east-1" } = plan;
  const body = bodyOf(plan);
  if (expires !== undefined) {
    const target = attempt(() => presign({ port }, key, { method, path }, { at, expires, region }), path);
    return newDraft(method, target, Object.entries(plan.headers), body);
  }
  const { chunkBytes, payloadHash = sha256Hex(body) } = plan;
  const inChunks = chunkBytes !== undefined && {
    "x-amz-decoded-content-length": String(body.length),
    "content-encoding": "aws-chunked",
  };
  const headers = { ...plan.headers, ...inChunks };
  const signed = (target: string) =>
    sign({ port }, key, { method, path: target, headers, payloadHash }, { at, service, region });
  const result = attempt(() => signed(path), undefined) ?? signed("/");
  const sent = chunkBytes === undefined ? body : chunked(body, chunkBytes, result);
  return newDraft(method, path, Object.entries(result.headers), sent);
}

function bodyOf({ body, params, json }: Plan): Buffer {
  if (json) return Buffer.from(jsonText(json));
  return body.length === 0 && params
    ? Buffer.from(new URLSearchParams(params).toString())
    : Buffer.from(body);
}

/** In chunks, each signed in the chain of the one before. */
function chunked(
  body: Buffer,
  chunkBytes: number,
  { key, scope, amzDate, signature }: ReturnType<typeof sign>,
): Buffer {
  const pieces: Buffer[] = [];
  let previous = signature;
  for (let at = 0; ; at += chunkBytes) {
    const data = body.subarray(at, at + chunkBytes);
    const text = [
      "AWS4-HMAC-SHA256-PAYLOAD",
      amzDate,
      scopeText(scope),
      previous,
      sha256Hex(""),
      sha256Hex(data),
    ];
    previous = hmac(key, text.join("\n")).toString("hex");
    pieces.push(
      Buffer.from(`${data.length.toString(16)};chunk-signature=${previous}\r\n`),
      data,
      Buffer.from("\r\n"),
    );
    if (data.length === 0) return Buffer.concat(pieces);
  }
}

function attempt<T>(make: () => T, otherwise: T): T {
  try {
    return make();
  } catch {
    return otherwise;
  }
}
