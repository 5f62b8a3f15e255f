import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "../../../test/simulation/random.ts";
import { allFiles } from "../testing/all-files.ts";
import { presign, sign } from "../testing/raw-request.ts";
import { type Recorded, startRecorder } from "../testing/recorder.ts";
import { signedChunks } from "../testing/signed-chunks.ts";
import { SIGNED_BODY, SIGNED_KEY, SIGNERS } from "../testing/signers.ts";
import { AREAS, type Area, answerTo, flip, type Tamperable, tamperable } from "../testing/tamper.ts";
import { BUCKET, startTestEndpoint, type TestEndpoint } from "../testing/test-endpoint.ts";
import { uriEncode } from "./canonical-request.ts";

const TAMPERINGS = 1000;
const PATH = `/${BUCKET}/${SIGNED_KEY.split("/").map(uriEncode).join("/")}`;

let aws: TestEndpoint;
/** By the signer's name. */
const recorded = new Map<string, Recorded[]>();

beforeAll(async () => {
  aws = await startTestEndpoint();
  await using recorder = await startRecorder(aws);
  for (const { name, isHere, sign: signAll } of SIGNERS) {
    if (!isHere) {
      console.log(`${name} is not installed: that its signatures are accepted is not tested`);
      continue;
    }
    await signAll(recorder.url, aws.root);
    recorded.set(name, recorder.requests.splice(0));
  }
});
afterAll(() => aws[Symbol.asyncDispose]());

test("accepts the signatures of signers that know nothing of each other", async () => {
  expect(recorded.size).toBeGreaterThanOrEqual(2);
  for (const [name, requests] of recorded) {
    // Each has put and got the same body, or its `sign` would have thrown; what it sent is still good when sent again.
    expect(requests.length).toBeGreaterThanOrEqual(3);
    for (const request of requests) {
      const { bytes } = tamperable(name, request);
      expect([name, request.target, await answerTo(aws.port, bytes)]).toEqual([name, request.target, "200"]);
    }
  }
});

/** What may be answered; the first is what most often must be. That to a HEAD is the status alone. */
const REFUSALS: Record<Area, [usual: string, ...others: string[]]> = {
  // `/` and `?` differ in one bit: what follows is then a query.
  path: [
    "SignatureDoesNotMatch 403",
    ...["InvalidURI 400", "BadRequest 400", "AuthorizationQueryParametersError 400"],
  ],
  query: [
    "SignatureDoesNotMatch 403",
    ...["InvalidAccessKeyId 403", "AccessDenied 403", "InvalidURI 400", "BadRequest 400"],
    ...["AuthorizationQueryParametersError 400", "InvalidArgument 400", "UnknownService 400"],
  ],
  header: [
    "SignatureDoesNotMatch 403",
    ...["AccessDenied 403", "BadRequest 400", "InvalidRequest 400", "InvalidArgument 400"],
    ...["AuthorizationHeaderMalformed 400", "NotImplemented 501"],
  ],
  body: [
    "XAmzContentSHA256Mismatch 400",
    ...["SignatureDoesNotMatch 403", "IncompleteBody 400", "InvalidRequest 400", "MalformedTrailerError 400"],
  ],
  // Mostly no date any more, or not that of the credential.
  date: [
    "AuthorizationHeaderMalformed 400",
    ...["RequestTimeTooSkewed 403", "AccessDenied 403", "BadRequest 400", "InvalidURI 400"],
    ...["SignatureDoesNotMatch 403", "AuthorizationQueryParametersError 400"],
  ],
  signature: [
    "SignatureDoesNotMatch 403",
    ...["InvalidAccessKeyId 403", "AccessDenied 403", "BadRequest 400", "InvalidRequest 400"],
    ...["AuthorizationHeaderMalformed 400", "UnknownService 400"],
  ],
};
const statusOf = (answer: string) => answer.slice(-3);

test(`refuses ${TAMPERINGS} requests of which one bit was altered, and writes nothing`, async () => {
  const seed = Number(process.env.KEYTURN_SEED ?? randomInt(2 ** 31));
  const random = new Random(seed);
  const requests = await requestsToTamperWith();
  const before = allFiles(aws.dataDir);
  const seen: Record<Area, string[]> = { path: [], query: [], header: [], body: [], date: [], signature: [] };
  for (let count = 0; count < TAMPERINGS; ) {
    const area = random.pick(AREAS);
    const request = random.pick(requests.filter(({ areas }) => areas[area].length > 0));
    const at = random.pick(request.areas[area]);
    const bit = random.between(0, 7);
    const altered = flip(request, area, at, bit);
    if (altered === undefined) continue;
    count += 1;
    const answer = await answerTo(aws.port, altered);
    const isHead = request.bytes.toString("latin1", 0, 5) === "HEAD ";
    const refusals = isHead ? [...REFUSALS[area], ...REFUSALS[area].map(statusOf)] : REFUSALS[area];
    const what = `seed ${seed}, number ${count}: ${request.name}, bit ${bit} of byte ${at}, ${area}`;
    expect(refusals, what).toContain(answer);
    seen[area].push(answer);
  }
  expect(allFiles(aws.dataDir), `seed ${seed}`).toEqual(before);
  for (const area of AREAS) {
    const usual = seen[area].filter((answer) => answer === REFUSALS[area][0]);
    expect(usual.length, `seed ${seed}, ${area}`).toBeGreaterThan(30);
  }
  for (const { name, bytes } of requests) {
    expect([name, await answerTo(aws.port, bytes)]).toEqual([name, "200"]);
  }
});

/** All that was recorded, and what none of these signers sends: bodies in signed chunks, a presigned PUT. */
async function requestsToTamperWith(): Promise<Tamperable[]> {
  const all = [...recorded].flatMap(([name, requests]) =>
    requests.map((request) => tamperable(`${name} ${request.method}`, request)),
  );
  const add = (name: string, method: string, target: string, headers: object, body: string) => {
    const rawHeaders = Object.entries({
      ...headers,
      "content-length": String(Buffer.byteLength(body)),
    }).flat();
    all.push(tamperable(name, { method, target, rawHeaders, body: Buffer.from(body) }));
  };
  const chunked = signedChunks(aws, `${PATH}.1`, ["first of all ", "and second"]);
  add("signed chunks", "PUT", chunked.path, chunked.headers, chunked.body);
  const trailed = signedChunks(aws, `${PATH}.2`, ["123456", "789"], ["x-amz-checksum-crc32", "y/Q5Jg=="]);
  add("signed chunks and trailer", "PUT", trailed.path, trailed.headers, trailed.body);
  const raw = {
    method: "PUT",
    path: `${PATH}.3`,
    headers: { "x-amz-meta-origin": "line 7" },
    body: SIGNED_BODY,
  };
  add("a plain PUT", "PUT", raw.path, sign(aws, aws.root, raw).headers, raw.body);
  const url = presign(aws, aws.root, { method: "PUT", path: `${PATH}.4` });
  add("a presigned PUT", "PUT", url, { host: `127.0.0.1:${aws.port}` }, SIGNED_BODY);
  for (const { name, bytes } of all) {
    expect([name, await answerTo(aws.port, bytes)]).toEqual([name, "200"]);
  }
  return all;
}
