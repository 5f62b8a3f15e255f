import { createHmac } from "node:crypto";
import { createConnection } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorCode, presign, type RawAnswer, send, sendSigned, sign } from "../testing/raw-request.ts";
import { signedChunks } from "../testing/signed-chunks.ts";
import { BUCKET, EU_BUCKET, startTestEndpoint, type TestEndpoint } from "../testing/test-endpoint.ts";

let aws: TestEndpoint;
const path = `/${BUCKET}/folder/object`;

beforeAll(async () => {
  aws = await startTestEndpoint();
  await sendSigned(aws, aws.root, { method: "PUT", path, body: "content" });
});
afterAll(() => aws[Symbol.asyncDispose]());

async function code(answer: Promise<RawAnswer>): Promise<string> {
  return errorCode(await answer);
}

test("serves what is signed, and nothing that is not", async () => {
  expect((await sendSigned(aws, aws.root, { path })).text).toBe("content");
  expect(await code(send(aws, { path }))).toBe("AccessDenied 403");
  const unknown = { ...aws.root, accessKeyId: "AKIAUNKNOWNUNKNOWN22" };
  expect(await code(sendSigned(aws, unknown, { path }))).toBe("InvalidAccessKeyId 403");
  const wrong = { ...aws.root, secretAccessKey: `${aws.root.secretAccessKey}x` };
  expect(await code(sendSigned(aws, wrong, { path }))).toBe("SignatureDoesNotMatch 403");
});

test("refuses a signature that is used for anything but what it was made for", async () => {
  const raw = { method: "PUT", path, body: "one", headers: { "x-amz-meta-a": "1" } };
  const { headers } = sign(aws, aws.root, raw);
  const altered = (change: object, changedHeaders: object = {}) =>
    code(send(aws, { ...raw, ...change, headers: { ...headers, ...changedHeaders } }));
  const mismatch = "SignatureDoesNotMatch 403";
  expect(await altered({ method: "DELETE" })).toBe(mismatch);
  expect(await altered({ path: `${path}2` })).toBe(mismatch);
  expect(await altered({ path: `${path}?acl` })).toBe(mismatch);
  expect(await altered({}, { "x-amz-meta-a": "2" })).toBe(mismatch);
  expect(await altered({}, { host: `${BUCKET}.localhost` })).toBe(mismatch);
  expect(await altered({}, { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" })).toBe(mismatch);
  expect(await altered({}, { "x-amz-copy-source": "/other/key" })).toBe("AccessDenied 403");
  expect(await altered({ body: "two" })).toBe("XAmzContentSHA256Mismatch 400");
  expect((await sendSigned(aws, aws.root, { path })).text).toBe("content");
});

test("refuses a request that claims another time than now, by the real clock", async () => {
  const minutes = (n: number) => Date.now() + n * 60_000;
  const at = (ms: number) =>
    code(send(aws, { path, headers: sign(aws, aws.root, { path }, { at: ms }).headers }));
  aws.clock.ms += 30 * 86_400_000;
  expect(await at(minutes(0))).toBe("200");
  expect(await at(minutes(-14))).toBe("200");
  expect(await at(minutes(-16))).toBe("RequestTimeTooSkewed 403");
  expect(await at(minutes(16))).toBe("RequestTimeTooSkewed 403");
});

test("serves presigned GETs and PUTs until they expire", async () => {
  expect((await send(aws, { path: presign(aws, aws.root, { path }) })).text).toBe("content");
  const target = { method: "PUT", path: `/${BUCKET}/presigned` };
  const url = presign(aws, aws.root, target);
  expect((await send(aws, { ...target, path: url, body: "put" })).status).toBe(200);
  expect(await code(send(aws, { path: url }))).toBe("SignatureDoesNotMatch 403");
  expect(await code(send(aws, { path: `${url}&x=1`, method: "PUT", body: "put" }))).toBe(
    "SignatureDoesNotMatch 403",
  );
  const late = presign(aws, aws.root, { path }, { at: Date.now() - 61_000, expires: 60 });
  expect(await send(aws, { path: late })).toMatchObject({
    status: 403,
    text: expect.stringContaining("Request has expired"),
  });
  const early = presign(aws, aws.root, { path }, { at: Date.now() + 16 * 60_000 });
  expect(await code(send(aws, { path: early }))).toBe("AccessDenied 403");
  const long = presign(aws, aws.root, { path }, { expires: 604_801 });
  expect(await code(send(aws, { path: long }))).toBe("AuthorizationQueryParametersError 400");
  const hoisted = { path: `${path}?response-content-type=text%2Fx` };
  expect((await send(aws, { path: presign(aws, aws.root, hoisted) })).headers["content-type"]).toBe("text/x");
});

test("serves URLs presigned with version 2, as boto3 makes them, in the oldest regions only", async () => {
  const v2 = (target: string, expires = Math.ceil(Date.now() / 1000) + 60) => {
    const text = `GET\n\n\n${expires}\n${target}`;
    const mac = createHmac("sha1", aws.root.secretAccessKey).update(text).digest("base64");
    return `${target}?AWSAccessKeyId=${aws.root.accessKeyId}&Signature=${encodeURIComponent(mac)}&Expires=${expires}`;
  };
  expect((await send(aws, { path: v2(path) })).text).toBe("content");
  expect(await code(send(aws, { path: v2(path).replace("object", "object2") }))).toBe(
    "SignatureDoesNotMatch 403",
  );
  expect(await code(send(aws, { path: v2(path, Math.floor(Date.now() / 1000) - 2) }))).toBe(
    "AccessDenied 403",
  );
  expect(await code(send(aws, { path: v2(`/${EU_BUCKET}/x`) }))).toBe("InvalidRequest 400");
});

test("takes bodies in signed chunks, with and without trailer, and nothing that was altered on the way", async () => {
  const target = `/${BUCKET}/chunked`;
  const plain = signedChunks(aws, target, ["first ", "second"]);
  expect((await send(aws, plain)).status).toBe(200);
  const got = await sendSigned(aws, aws.root, { path: target });
  expect([got.text, got.headers["content-encoding"]]).toEqual(["first second", "gzip"]);
  expect(await code(send(aws, { ...plain, body: plain.body.replace("second", "SECOND") }))).toBe(
    "SignatureDoesNotMatch 403",
  );
  const checked = signedChunks(aws, target, ["123456", "789"], ["x-amz-checksum-crc32", "y/Q5Jg=="]);
  const answer = await send(aws, checked);
  expect([answer.status, answer.headers["x-amz-checksum-crc32"]]).toEqual([200, "y/Q5Jg=="]);
  const wrong = signedChunks(aws, target, ["123456", "780"], ["x-amz-checksum-crc32", "y/Q5Jg=="]);
  expect(await code(send(aws, wrong))).toBe("BadDigest 400");
  expect(await code(send(aws, { ...checked, body: checked.body.replace("y/Q5Jg", "AAAAAA") }))).toBe(
    "SignatureDoesNotMatch 403",
  );
  expect((await sendSigned(aws, aws.root, { path: target })).text).toBe("123456789");
});

test("takes unsigned chunks with a checksum behind them, and refuses any other length than was said", async () => {
  const upload = (length: number, body: string) => {
    const raw = {
      method: "PUT",
      path: `/${BUCKET}/trailer`,
      body,
      payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      headers: { "x-amz-trailer": "x-amz-checksum-crc32", "x-amz-decoded-content-length": String(length) },
    };
    return code(send(aws, { ...raw, headers: sign(aws, aws.root, raw).headers }));
  };
  const trailer = "x-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
  expect(await upload(9, `9\r\n123456789\r\n0\r\n${trailer}`)).toBe("200");
  expect(await upload(8, `9\r\n123456789\r\n0\r\n${trailer}`)).toBe("IncompleteBody 400");
  expect(await upload(10, `9\r\n123456789\r\n0\r\n${trailer}`)).toBe("IncompleteBody 400");
  expect(await upload(9, "9\r\n123456789\r\n0\r\n\r\n")).toBe("MalformedTrailerError 400");
  expect(await upload(9, `9\r\n123456780\r\n0\r\n${trailer}`)).toBe("BadDigest 400");
  expect(await upload(9, "9\r\n1234")).toBe("IncompleteBody 400");
  expect(await upload(9, "zz\r\n")).toBe("IncompleteBody 400");
  expect(await upload(9, `${"1".repeat(100_000)}\r\n`)).toBe("InvalidRequest 400");
});

test.each([
  ["another scheme", "AWS AKIA:sig", "InvalidRequest 400"],
  ["no credential", "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=x", "AuthorizationHeaderMalformed 400"],
  ["nonsense", "=,=,,;;", "InvalidRequest 400"],
  ["the host unsigned", "SIGNED", "AuthorizationHeaderMalformed 400"],
])("answers a header with %s in S3's words", async (_, authorization, expected) => {
  const { headers } = sign(aws, aws.root, { path });
  const unhosted = (headers.authorization as string).replace("SignedHeaders=host;", "SignedHeaders=");
  const sent = { ...headers, authorization: authorization === "SIGNED" ? unhosted : authorization };
  expect(await code(send(aws, { path, headers: sent }))).toBe(expected);
});

test("answers in the language of the service, with a request id, also to the unsigned and the unknown", async () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const iam = await send(aws, { method: "POST", path: "/", headers: form, body: "Action=ListUsers" });
  expect([errorCode(iam), iam.headers["x-amzn-requestid"]]).toEqual([
    "MissingAuthenticationToken 403",
    expect.any(String),
  ]);
  const events = await send(aws, {
    method: "POST",
    path: "/",
    headers: { "x-amz-target": "AWSEvents.PutEvents" },
  });
  expect([events.status, JSON.parse(events.text).__type]).toEqual([
    400,
    "MissingAuthenticationTokenException",
  ]);
  const raw = { method: "POST", path: "/", headers: form, body: "Action=ListTopics" };
  const { headers } = sign(aws, aws.root, raw, { service: "sns" });
  const sns = await send(aws, { ...raw, headers });
  expect([errorCode(sns), sns.text.includes("iam, sts, s3, events, dynamodb")]).toEqual([
    "UnknownService 400",
    true,
  ]);
  expect((await send(aws, { path })).headers["x-amz-request-id"]).toMatch(/^[0-9A-F]{16}$/);
});

test("refuses a body over 1 MB for anything but an object", async () => {
  const raw = { method: "POST", path: "/", body: "x".repeat(1_100_000) };
  const { headers } = sign(aws, aws.root, raw, { service: "iam" });
  expect(await code(send(aws, { ...raw, headers }))).toBe("RequestEntityTooLarge 413");
});

test("does not trust a signature for one service at another", async () => {
  const raw = { method: "POST", path: "/", body: "Action=ListUsers&Version=2010-05-08" };
  const { headers } = sign(aws, aws.root, raw, { service: "sts" });
  expect(await code(send(aws, { ...raw, headers }))).toBe("InvalidAction 400");
  const moved = (headers.authorization as string).replace("/sts/", "/iam/");
  expect(await code(send(aws, { ...raw, headers: { ...headers, authorization: moved } }))).toBe(
    "SignatureDoesNotMatch 403",
  );
});

test("survives clients that hang up in the middle of an upload, and keeps nothing of it", async () => {
  const raw = { method: "PUT", path: `/${BUCKET}/aborted`, payloadHash: "UNSIGNED-PAYLOAD" };
  const { headers } = sign(aws, aws.root, raw);
  const head = Object.entries({ ...headers, "content-length": "1000000" }).map(([k, v]) => `${k}: ${v}\r\n`);
  await new Promise<void>((resolve) => {
    const socket = createConnection(aws.port, "127.0.0.1", () => {
      socket.write(`PUT ${raw.path} HTTP/1.1\r\n${head.join("")}\r\n${"x".repeat(5000)}`);
      setTimeout(() => socket.destroy(), 50);
    });
    socket.on("close", () => resolve());
  });
  expect(await code(sendSigned(aws, aws.root, { path: raw.path }))).toBe("NoSuchKey 404");
});

test("says to continue to a client that waits before it sends its body", async () => {
  const raw = { method: "PUT", path: `/${BUCKET}/waited`, body: "body", headers: { expect: "100-continue" } };
  expect((await sendSigned(aws, aws.root, raw)).status).toBe(200);
  expect((await sendSigned(aws, aws.root, { path: raw.path })).text).toBe("body");
});
