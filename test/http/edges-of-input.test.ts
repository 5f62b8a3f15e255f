import { afterAll, beforeAll, expect, test } from "vitest";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { rawHttp } from "../support/raw-http.ts";

const BODY_BYTES_MAX = 65_536;

let laptop: Laptop;
let token: string;
beforeAll(async () => {
  laptop = await startLaptop();
  token = await laptop.token();
});
afterAll(() => laptop.close());

const valid = { name: "Edge", type: "s3", owner: "provider" };
const create = (body: unknown, headers = {}) => laptop.call("POST", "/v1/services", { token, body, headers });
const servicesThere = async () =>
  (await laptop.call("GET", "/v1/services?limit=100", { token })).body.items.length;

/** The body with spaces behind it, up to so many bytes. */
const padded = (body: object, bytes: number) => {
  const text = JSON.stringify(body);
  return text + " ".repeat(bytes - Buffer.byteLength(text));
};

test("a body of 65,536 bytes is read, and one of a byte more is not", async () => {
  expect(await create(padded(valid, BODY_BYTES_MAX))).toMatchObject({ status: 201 });
  const before = await servicesThere();
  expectProblem(await create(padded(valid, BODY_BYTES_MAX + 1)), 413, "payload_too_large");
  expect(await servicesThere()).toBe(before);
});

test("it is bytes that are counted, in text and in what is not sent as text", async () => {
  const umlauts = { ...valid, name: "\u00fc".repeat(100) };
  expect(await create(padded(umlauts, BODY_BYTES_MAX))).toMatchObject({ status: 201 });
  expectProblem(await create(padded(umlauts, BODY_BYTES_MAX + 1)), 413, "payload_too_large");
  const binary = { "content-type": "application/octet-stream" };
  expectProblem(await create(padded(valid, BODY_BYTES_MAX), binary), 415, "unsupported_media_type");
  expectProblem(await create(padded(valid, BODY_BYTES_MAX + 1), binary), 413, "payload_too_large");
});

test("a megabyte of brackets is too large, and 60,000 of them are no data service", async () => {
  expectProblem(await create("[".repeat(1_000_000)), 413, "payload_too_large");
  expectProblem(await create("[".repeat(60_000)), 400, "malformed_json");
  const nested = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
  expectProblem(await create(nested), 400, "invalid_request");
  const deep = `{"name":${nested},"type":"s3","owner":"provider"}`;
  const { errors } = expectProblem(await create(deep), 400, "invalid_request");
  expect(errors?.map((error) => error.path)).toEqual(["name"]);
});

test("an HTTP API itself refuses more than 10 MB, and is there afterwards", async () => {
  const answer = await create("x".repeat(10 * 1024 * 1024 + 1));
  expect(answer).toMatchObject({ status: 413, body: { message: expect.any(String) } });
  expect((await laptop.call("GET", "/health")).status).toBe(200);
});

test.each([
  ["120 characters", "n".repeat(120), "n".repeat(120)],
  ["spaces around it", "  Sales  ", "Sales"],
  ["other scripts", "\u58f2\u4e0a \u2014 \u041f\u0440\u043e\u0434\u0430\u0436\u0438 \u20ac", undefined],
  ["an emoji", "Sales \u{1f4c8}", undefined],
  ["what means something to HTML, SQL and shells", `<b>'"; DROP $(x) %s \\ {0}`, undefined],
])("a name may have %s", async (_, name, kept = name) => {
  const answer = await create({ ...valid, name });
  expect(answer).toMatchObject({ status: 201, body: { service: { name: kept } } });
  const { folder, userName } = answer.body.connection;
  expect(folder).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+\/$/);
  expect(userName).toMatch(/^kt-[a-z0-9-]{1,61}$/);
});

test.each(["application/json", "application/json; charset=utf-8", "APPLICATION/JSON;charset=UTF-8"])(
  "%s is the content type",
  async (type) => expect((await create(valid, { "content-type": type })).status).toBe(201),
);

test("a header that is sent twice is a list of two, and so neither", async () => {
  const body = JSON.stringify(valid);
  const json = "application/json";
  const authorization = `Bearer ${token}`;
  const post = (headers: Record<string, string | string[]>) =>
    rawHttp(laptop.url, { method: "POST", path: "/v1/services", headers, body });
  const before = await servicesThere();
  const twoTypes = await post({ authorization, "content-type": [json, json] });
  expectProblem(twoTypes, 415, "unsupported_media_type");
  const twoTokens = await post({ authorization: [authorization, authorization], "content-type": json });
  expect(twoTokens).toMatchObject({ status: 401, body: { message: "Unauthorized" } });
  const keys = { "idempotency-key": ["one two", "three"] };
  const twoKeys = await post({ authorization, "content-type": json, ...keys });
  expect(expectProblem(twoKeys, 400, "invalid_request").errors).toMatchObject([{ path: "Idempotency-Key" }]);
  expect(await servicesThere()).toBe(before);
});

test("a body where none is expected changes nothing", async () => {
  const answer = await rawHttp(laptop.url, {
    path: "/v1/services",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: '{"limit":1}',
  });
  expect(answer).toMatchObject({ status: 200 });
});
