import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { allFiles } from "../testing/all-files.ts";
import { errorCode, sendSigned, sign } from "../testing/raw-request.ts";
import { signedChunks } from "../testing/signed-chunks.ts";
import { answersTo } from "../testing/tamper.ts";
import { BUCKET, startTestEndpoint, type TestEndpoint } from "../testing/test-endpoint.ts";

let aws: TestEndpoint;
let untouched: object;
const path = `/${BUCKET}/k`;
const INCOMPLETE = ["IncompleteBody 400"];
const NOT_HTTP = ["BadRequest 400"];

beforeAll(async () => {
  aws = await startTestEndpoint();
  untouched = allFiles(aws.dataDir);
});
afterAll(() => aws[Symbol.asyncDispose]());

/** A signed PUT of `body` whose transfer headers are these lines, as bytes. */
function put(lines: string[], body: string, payloadHash?: string): Buffer {
  const raw = { method: "PUT", path, body, ...(payloadHash && { payloadHash }) };
  const headers = Object.entries(sign(aws, aws.root, raw).headers).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from([`PUT ${path} HTTP/1.1`, ...headers, ...lines, "", body].join("\r\n"));
}

const answers = (bytes: Buffer) => answersTo(aws.port, bytes);
/** Nothing lies there. The files of what broke off come and go a moment after the answer. */
const isUntouched = () => vi.waitFor(() => expect(allFiles(aws.dataDir)).toEqual(untouched), 10_000);

test.each([
  ["negative", ["content-length: -5"], NOT_HTTP],
  ["not a number", ["content-length: five"], NOT_HTTP],
  ["hexadecimal", ["content-length: 0x5"], NOT_HTTP],
  ["a list", ["content-length: 5, 5"], NOT_HTTP],
  ["empty", ["content-length:"], NOT_HTTP],
  ["too large for any number", [`content-length: ${"9".repeat(30)}`], NOT_HTTP],
  ["given twice", ["content-length: 5", "content-length: 5"], NOT_HTTP],
  ["given twice, and differently", ["content-length: 5", "content-length: 6"], NOT_HTTP],
  ["beside another framing", ["content-length: 5", "transfer-encoding: chunked"], NOT_HTTP],
  ["missing", ["connection: close"], ["MissingContentLength 411"]],
  ["beyond 5 GB", ["connection: close", `content-length: ${5 * 1024 ** 3 + 1}`], ["EntityTooLarge 400"]],
])("refuses a content length that is %s, and writes nothing", async (_, lines, expected) => {
  expect(await answers(put(lines, "12345"))).toEqual(expected);
  await isUntouched();
});

test("refuses a body that ends before its length, and writes nothing", async () => {
  expect(await answersTo(aws.port, put(["content-length: 6"], "12345"), { end: true })).toEqual(INCOMPLETE);
  await isUntouched();
});

test("takes a body that goes on behind its length for what it is: a body, and something that is not HTTP", async () => {
  const signed = await answers(put(["content-length: 3"], "12345"));
  expect(signed).toEqual(["XAmzContentSHA256Mismatch 400", "BadRequest 400"]);
  await isUntouched();
  const unsigned = await answers(put(["content-length: 3"], "12345", "UNSIGNED-PAYLOAD"));
  expect(unsigned).toEqual(["200", "BadRequest 400"]);
  expect((await sendSigned(aws, aws.root, { path })).text).toBe("123");
  await sendSigned(aws, aws.root, { method: "DELETE", path });
});

test("refuses a chunked body that is cut off anywhere, and writes nothing", async () => {
  const chunked = [
    signedChunks(aws, path, ["first ", "second"]),
    signedChunks(aws, path, ["123456", "789"], ["x-amz-checksum-crc32", "y/Q5Jg=="]),
  ];
  const raw = {
    method: "PUT",
    path,
    body: "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n",
    payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    headers: { "x-amz-trailer": "x-amz-checksum-crc32", "x-amz-decoded-content-length": "9" },
  };
  const refusals = [
    "IncompleteBody 400",
    "InvalidRequest 400",
    "SignatureDoesNotMatch 403",
    "MalformedTrailerError 400",
    "BadDigest 400",
  ];
  for (const { headers, body } of [...chunked, { ...raw, headers: sign(aws, aws.root, raw).headers }]) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `PUT ${path} HTTP/1.1\r\n${lines.join("")}connection: close\r\n`;
    const send = (sent: string, length: number) => {
      const bytes = Buffer.from(`${head}content-length: ${length}\r\n\r\n${sent}`);
      return answersTo(aws.port, bytes, { end: sent.length < length });
    };
    // It ends with two line ends: without them nothing is missing of what was said.
    for (let bytes = 0; bytes < body.length - 4; bytes += 1) {
      const [answer = ""] = await send(body.slice(0, bytes), bytes);
      expect(refusals, `${bytes} bytes of ${body.length}`).toContain(answer);
    }
    expect(await send(body.slice(0, body.length / 2), body.length)).toEqual(INCOMPLETE);
    await isUntouched();
    expect(await send(body, body.length)).toEqual(["200"]);
    await sendSigned(aws, aws.root, { method: "DELETE", path });
  }
});

test("refuses headers that are larger than S3 takes", async () => {
  const large = "RequestHeaderSectionTooLarge 400";
  const padded = (bytes: number) => put(["content-length: 1", `x-pad: ${"x".repeat(bytes)}`], "x");
  expect(await answers(padded(9000))).toEqual([large]);
  expect(await answers(padded(1_000_000))).toEqual([large]);
  const many = Array.from({ length: 1000 }, (_, index) => `x-pad-${index}: x`);
  expect(await answers(put(["content-length: 1", ...many], "x"))).toEqual([large]);
  const long = { method: "PUT", path: `${path}?x=${"x".repeat(9000)}`, body: "x" };
  expect(errorCode(await sendSigned(aws, aws.root, long))).toBe(large);
  const about = (value: string) => ({ method: "PUT", path, body: "x", headers: { "x-amz-meta-a": value } });
  const metadata = await sendSigned(aws, aws.root, about("x".repeat(2048)));
  expect(errorCode(metadata)).toBe("MetadataTooLarge 400");
  await isUntouched();
  expect((await sendSigned(aws, aws.root, about("x".repeat(2047)))).status).toBe(200);
});
