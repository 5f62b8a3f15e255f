import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { stateOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";
import { watchOutput } from "../support/process-output.ts";
import { makeTarget, type Target } from "../support/route-table.ts";

/** In every bad request, so that a log line that quotes one is found. */
const MARK = "Zx9bogusQ";

let laptop: Laptop;
let token: string;
let target: Target;
let before: object;
let output: ReturnType<typeof watchOutput>;
beforeAll(async () => {
  laptop = await startLaptop({ POWERTOOLS_LOG_LEVEL: "DEBUG" });
  token = await laptop.token("admin", "acme", { name: MARK });
  target = await makeTarget(laptop, await laptop.token());
  before = await stateOf(laptop, "acme");
});
afterAll(async () => {
  expect(await stateOf(laptop, "acme")).toEqual(before);
  await laptop.close();
});
beforeEach(() => {
  output = watchOutput();
});
afterEach(() => {
  output.stop();
  expect(output.text()).toContain('"message":"refused"');
  expect(output.text()).not.toContain(MARK);
});

const valid = { name: MARK, type: "s3", owner: "provider" };
const service = () => `/v1/services/${target.serviceId}`;
const connection = () => `/v1/connections/${target.connectionId}`;
const key = () => `${connection()}/access-key`;

async function expectFaults(method: string, path: string, body: unknown, paths: string[]): Promise<void> {
  const answer = await laptop.call(method, path, { token, body });
  const { errors = [] } = expectProblem(answer, 400, "invalid_request");
  expect(errors.map((error) => error.path).sort()).toEqual([...paths].sort());
}

describe("a new data service", () => {
  test.each<[string, unknown, string[]]>([
    ["nothing in it", {}, ["name", "owner", "type"]],
    ["a list", [valid], [""]],
    ["null", null, [""]],
    ["a number", 7, [""]],
    ["a string", `"${MARK}"`, [""]],
    ["a name that is a number", { ...valid, name: 7 }, ["name"]],
    ["a name that is a list", { ...valid, name: [MARK] }, ["name"]],
    ["an empty name", { ...valid, name: "" }, ["name"]],
    ["a name of spaces", { ...valid, name: "   " }, ["name"]],
    ["a name of 121 characters", { ...valid, name: MARK.padEnd(121, "x") }, ["name"]],
    ["a name with a line feed", { ...valid, name: `${MARK}\n${MARK}` }, ["name"]],
    ["a name with NUL", { ...valid, name: `${MARK}\0` }, ["name"]],
    ["a name with DEL", { ...valid, name: `${MARK}\x7f` }, ["name"]],
    ["a name written right to left", { ...valid, name: `${MARK}\u202e` }, ["name"]],
    ["half a character", { ...valid, name: `${MARK}\ud800` }, ["name"]],
    ["another type", { ...valid, type: MARK }, ["type"]],
    ["another owner", { ...valid, owner: MARK }, ["owner"]],
    ["a region of 33 characters", { ...valid, region: MARK.padEnd(33, "x") }, ["region"]],
    ["a pipeline id with a space", { ...valid, pipelineIds: ["ok", `${MARK} `] }, ["pipelineIds.1"]],
    ["a pipeline named twice", { ...valid, pipelineIds: ["a", "b", "a"] }, ["pipelineIds.2"]],
    ["1,001 pipelines", { ...valid, pipelineIds: Array(1_001).fill("p") }, ["pipelineIds"]],
    ["unknown fields", { ...valid, org: MARK, role: "admin" }, ["org", "role"]],
    ["a field called __proto__", `{"__proto__":{"a":1},"name":"${MARK}"}`, ["__proto__", "owner", "type"]],
    ["a field called constructor", { ...valid, constructor: {} }, ["constructor"]],
  ])("with %s", (_, body, paths) => expectFaults("POST", "/v1/services", body, paths));

  test("in a region that is not enabled", async () => {
    const body = { ...valid, region: "eu-south-2" };
    const answer = await laptop.call("POST", "/v1/services", { token, body });
    const { params } = expectProblem(answer, 404, "region_not_enabled");
    expect(params).toEqual({ region: "eu-south-2" });
  });

  test("with a pipeline nobody knows", async () => {
    const body = { ...valid, pipelineIds: ["p-1"] };
    const answer = await laptop.call("POST", "/v1/services", { token, body });
    const { errors } = expectProblem(answer, 400, "unknown_pipeline");
    expect(errors).toMatchObject([{ path: "pipelineIds.0" }]);
  });
});

describe("a pipeline", () => {
  const told = { name: MARK, kind: "rule" };
  const patterns = (...filePatterns: unknown[]) => ({ ...told, filePatterns });
  const contacts = (...addresses: unknown[]) => ({ ...told, contacts: addresses });
  test.each<[string, unknown, string[]]>([
    ["nothing in it", {}, ["name", "kind"]],
    ["a name of 121 characters", { ...told, name: MARK.padEnd(121, "x") }, ["name"]],
    ["a name with a line feed", { ...told, name: `${MARK}\n${MARK}` }, ["name"]],
    ["another kind", { ...told, kind: MARK }, ["kind"]],
    ["another direction", { ...told, direction: MARK }, ["direction"]],
    ["an empty source system", { ...told, sourceSystem: "" }, ["sourceSystem"]],
    ["a source system of 121 characters", { ...told, sourceSystem: MARK.padEnd(121, "x") }, ["sourceSystem"]],
    ["21 patterns", patterns(...Array(21).fill("*.csv")), ["filePatterns"]],
    ["a pattern of 257 characters", patterns("ok", MARK.padEnd(257, "x")), ["filePatterns.1"]],
    ["an empty pattern", patterns(""), ["filePatterns.0"]],
    ["a folder in a pattern", patterns(`${MARK}/*.csv`), ["filePatterns.0"]],
    ["a pattern with NUL", patterns("*.csv", "*.txt", `${MARK}\0`), ["filePatterns.2"]],
    ["a [ that is never closed", patterns(`[${MARK}`, "a[b"), ["filePatterns.0", "filePatterns.1"]],
    ["a range backwards", patterns(`${MARK}[z-a]`), ["filePatterns.0"]],
    ["a \\ at the end", patterns(`${MARK}\\`), ["filePatterns.0"]],
    ["a pattern that is a number", patterns(7), ["filePatterns.0"]],
    ["11 contacts", contacts(...Array.from({ length: 11 }, (_, n) => `a${n}@example.com`)), ["contacts"]],
    [
      "no mail address",
      contacts("a@example.com", MARK, `${MARK}@`, `a@b@${MARK}.com`),
      ["contacts.1", "contacts.2", "contacts.3"],
    ],
    ["a mail header", contacts(`a@example.com\r\nBcc: ${MARK}@example.com`), ["contacts.0"]],
    ["a name beside the address", contacts(`${MARK} <a@example.com>`), ["contacts.0"]],
    [
      "an address of 255 characters",
      contacts(`${"a".repeat(64)}@${`${"b".repeat(60)}.`.repeat(3)}example.com`.padEnd(255, "m")),
      ["contacts.0"],
    ],
    ["an address twice", contacts("a@example.com", "a@example.com"), ["contacts"]],
    ["links of its own", { ...told, serviceIds: [] }, ["serviceIds"]],
    ["an id in the body", { ...told, pipelineId: MARK }, ["pipelineId"]],
  ])("with %s", (_, body, paths) => expectFaults("PUT", "/v1/pipelines/bad", body, paths));
});

describe("files to identify", () => {
  test.each<[string, unknown, string[]]>([
    ["none", { fileNames: [] }, ["fileNames"]],
    ["no list", { fileNames: MARK }, ["fileNames"]],
    ["101", { fileNames: Array(101).fill(MARK) }, ["fileNames"]],
    ["an empty name", { fileNames: [MARK, ""] }, ["fileNames.1"]],
    ["a name of 1,025 characters", { fileNames: [MARK.padEnd(1_025, "x")] }, ["fileNames.0"]],
    ["a name with a line feed", { fileNames: [`${MARK}\n`] }, ["fileNames.0"]],
    ["something else beside them", { fileNames: [MARK], limit: 1 }, ["limit"]],
  ])("%s", (_, body, paths) => expectFaults("POST", "/v1/pipelines/identify", body, paths));
});

describe("every other body", () => {
  test.each<[string, string, () => string, unknown, string[]]>([
    ["a change of nothing", "PATCH", service, {}, [""]],
    ["a list of no pipelines' ids", "PATCH", service, { pipelineIds: ["a b"] }, ["pipelineIds.0"]],
    ["no list of pipelines", "PATCH", service, { pipelineIds: null }, ["pipelineIds"]],
    ["a pipeline twice", "PATCH", service, { pipelineIds: ["a", "a"] }, ["pipelineIds.1"]],
    ["a change of the owner", "PATCH", service, { owner: MARK }, ["", "owner"]],
    ["a rename to 121 characters", "PATCH", service, { name: MARK.padEnd(121, "x") }, ["name"]],
    ["a connection with a name", "POST", () => `${service()}/connections`, { name: MARK }, ["name"]],
    [
      "a connection's region as a number",
      "POST",
      () => `${service()}/connections`,
      { region: 7 },
      ["region"],
    ],
    ["a reset for no known reason", "POST", key, { reason: MARK }, ["reason"]],
    ["a reset in no known mode", "POST", key, { mode: MARK }, ["mode"]],
    ["a reset with a secret", "POST", key, { secretAccessKey: MARK }, ["secretAccessKey"]],
    [
      "an expected key with a blank",
      "POST",
      key,
      { expectedAccessKeyId: `${MARK} ` },
      ["expectedAccessKeyId"],
    ],
    [
      "an expected key of 129 characters",
      "POST",
      key,
      { expectedAccessKeyId: "A".repeat(129) },
      ["expectedAccessKeyId"],
    ],
    ["an expected key that is false", "POST", key, { expectedAccessKeyId: false }, ["expectedAccessKeyId"]],
  ])("%s", (_, method, path, body, paths) => expectFaults(method, path(), body, paths));
});

describe("what is no JSON", () => {
  const paths = {
    POST: ["/v1/services", "/v1/pipelines/identify", key, () => `${service()}/connections`],
    PUT: ["/v1/pipelines/bad"],
    PATCH: [service],
  };
  const cases = Object.entries(paths).flatMap(([method, all]) => all.map((path) => [method, path] as const));

  test.each(["", " ", "{", `{"name":"${MARK}"`, `{name:"${MARK}"}`, "undefined", "{}{}", "NaN", "'x'"])(
    "%j is refused everywhere",
    async (body) => {
      for (const [method, path] of cases) {
        const url = typeof path === "string" ? path : path();
        const headers = { "content-type": "application/json" };
        const answer = await laptop.call(method, url, { token, headers, ...(body && { body }) });
        const { errors } = expectProblem(answer, 400, "malformed_json");
        expect(errors).toMatchObject([{ path: "" }]);
      }
    },
  );

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json", "*/*"])(
    "%s is no content type for it",
    async (type) => {
      for (const [method, path] of cases) {
        const url = typeof path === "string" ? path : path();
        const headers = { "content-type": type };
        const answer = await laptop.call(method, url, { token, headers, body: JSON.stringify(valid) });
        expectProblem(answer, 415, "unsupported_media_type");
      }
    },
  );
});
