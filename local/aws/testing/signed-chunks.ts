import { sha256Hex } from "../sigv4/canonical-request.ts";
import { hmac, scopeText } from "../sigv4/signature.ts";
import { sign } from "./raw-request.ts";
import type { TestEndpoint } from "./test-endpoint.ts";

/** A PUT with a body in signed chunks, each signature in the chain of the one before. */
export function signedChunks(aws: TestEndpoint, path: string, chunks: string[], trailer?: [string, string]) {
  const decoded = chunks.join("");
  const kind = trailer === undefined ? "" : "-TRAILER";
  const raw = {
    method: "PUT",
    path,
    payloadHash: `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${kind}`,
    headers: {
      "content-encoding": "aws-chunked,gzip",
      "x-amz-decoded-content-length": String(Buffer.byteLength(decoded)),
      ...(trailer === undefined ? {} : { "x-amz-trailer": trailer[0] }),
    },
  };
  const { headers, key, scope, amzDate, signature } = sign(aws, aws.root, raw);
  let previous = signature;
  const chain = (algorithm: string, ...hashes: string[]) => {
    const text = [algorithm, amzDate, scopeText(scope), previous, ...hashes].join("\n");
    previous = hmac(key, text).toString("hex");
    return previous;
  };
  const pieces = [...chunks, ""].map((data) => {
    const mac = chain("AWS4-HMAC-SHA256-PAYLOAD", sha256Hex(""), sha256Hex(data));
    const head = `${Buffer.byteLength(data).toString(16)};chunk-signature=${mac}\r\n`;
    return data === "" ? head : `${head}${data}\r\n`;
  });
  if (trailer !== undefined) {
    const mac = chain("AWS4-HMAC-SHA256-TRAILER", sha256Hex(`${trailer.join(":")}\n`));
    pieces.push(`${trailer.join(":")}\r\nx-amz-trailer-signature:${mac}\r\n`);
  }
  return { method: "PUT", path, headers, body: `${pieces.join("")}\r\n` };
}
