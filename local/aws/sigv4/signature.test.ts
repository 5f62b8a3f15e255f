import { expect, test } from "vitest";
import { parseRequest } from "../aws-request.ts";
import { canonicalRequest, sha256Hex } from "./canonical-request.ts";
import { decodeChunked } from "./chunked-body.ts";
import { requestSignature, signingKey } from "./signature.ts";

// The examples AWS publishes in "Signature calculations for the Authorization header" (S3 API reference).
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SCOPE = { date: "20130524", region: "us-east-1", service: "s3" };
const AMZ_DATE = "20130524T000000Z";
const HOST = "examplebucket.s3.amazonaws.com";
const EMPTY = sha256Hex("");

function signature(
  method: string,
  url: string,
  headers: Record<string, string>,
  payloadHash: string,
): string {
  const rawHeaders = Object.entries(headers).flat();
  const request = parseRequest({ method, url, rawHeaders } as never);
  const names = Object.keys(headers).sort();
  const canonical = canonicalRequest(request, names, payloadHash, "s3");
  return requestSignature(signingKey(SECRET, SCOPE), AMZ_DATE, SCOPE, canonical);
}

test("signs AWS's published GET /test.txt as AWS does", () => {
  const headers = {
    host: HOST,
    range: "bytes=0-9",
    "x-amz-content-sha256": EMPTY,
    "x-amz-date": AMZ_DATE,
  };
  expect(signature("GET", "/test.txt", headers, EMPTY)).toBe(
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
});

test("signs AWS's published PUT test$file.text as AWS does, however the path is escaped", () => {
  const payloadHash = sha256Hex("Welcome to Amazon S3.");
  const headers = {
    date: "Fri, 24 May 2013 00:00:00 GMT",
    host: HOST,
    "x-amz-content-sha256": payloadHash,
    "x-amz-date": AMZ_DATE,
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
  };
  const published = "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd";
  expect(signature("PUT", "/test$file.text", headers, payloadHash)).toBe(published);
  expect(signature("PUT", "/test%24file.text", headers, payloadHash)).toBe(published);
});

test("signs AWS's published query strings as AWS does", () => {
  const headers = { host: HOST, "x-amz-content-sha256": EMPTY, "x-amz-date": AMZ_DATE };
  expect(signature("GET", "/?lifecycle", headers, EMPTY)).toBe(
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  );
  expect(signature("GET", "/?max-keys=2&prefix=J", headers, EMPTY)).toBe(
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  );
});

test("signs AWS's published presigned URL as AWS does", () => {
  const url =
    "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request" +
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=ignored";
  expect(signature("GET", url, { host: HOST }, "UNSIGNED-PAYLOAD")).toBe(
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  );
});

const A = (count: number) => Buffer.alloc(count, "a");

async function decode(body: Buffer, seed: string, hasTrailer: boolean) {
  const signing = { key: signingKey(SECRET, SCOPE), scope: SCOPE, amzDate: AMZ_DATE, signature: seed };
  async function* inPieces() {
    for (let at = 0; at < body.length; at += 777) yield body.subarray(at, at + 777);
  }
  const { data, trailers } = decodeChunked(inPieces(), signing, hasTrailer);
  const pieces: Buffer[] = [];
  for await (const piece of data) pieces.push(piece);
  return { data: Buffer.concat(pieces), trailers };
}

const CHUNKED = [
  "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n",
  A(65536),
  "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n",
  A(1024),
  "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n",
].map((part) => Buffer.from(part));
const CHUNKED_SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";

test("verifies AWS's published chunked upload", async () => {
  const { data } = await decode(Buffer.concat(CHUNKED), CHUNKED_SEED, false);
  expect(data).toEqual(A(66560));
});

test("refuses a chunk that was changed, swapped or cut off", async () => {
  const changed = Buffer.concat(CHUNKED);
  changed[200] = 98;
  await expect(decode(changed, CHUNKED_SEED, false)).rejects.toMatchObject({ kind: "mismatch" });
  const without = Buffer.concat([CHUNKED[0] as Buffer, CHUNKED[1] as Buffer, CHUNKED[4] as Buffer]);
  await expect(decode(without, CHUNKED_SEED, false)).rejects.toMatchObject({ kind: "mismatch" });
  const cut = Buffer.concat(CHUNKED.slice(0, 4));
  await expect(decode(cut, CHUNKED_SEED, false)).rejects.toMatchObject({ code: "IncompleteBody" });
});

test("verifies AWS's published chunked upload with a signed trailer, and refuses a changed trailer", async () => {
  const body = (checksum: string) =>
    Buffer.concat(
      [
        "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n",
        A(65536),
        "\r\n400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n",
        A(1024),
        "\r\n0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n",
        `x-amz-checksum-crc32c:${checksum}\r\n`,
        "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n",
      ].map((part) => Buffer.from(part)),
    );
  const seed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
  const { data, trailers } = await decode(body("sOO8/Q=="), seed, true);
  expect(data.length).toBe(66560);
  expect([...trailers]).toEqual([["x-amz-checksum-crc32c", "sOO8/Q=="]]);
  await expect(decode(body("sOO8/A=="), seed, true)).rejects.toMatchObject({ kind: "mismatch" });
});

test("encodes the path of other services twice", () => {
  const request = parseRequest({ method: "GET", url: "/a%20b/c", rawHeaders: ["host", "x"] } as never);
  expect(canonicalRequest(request, ["host"], EMPTY, "events").split("\n")[1]).toBe("/a%2520b/c");
  expect(canonicalRequest(request, ["host"], EMPTY, "s3").split("\n")[1]).toBe("/a%20b/c");
});
