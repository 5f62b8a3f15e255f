import { readFileSync } from "node:fs";
import type { RequestListener, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { serve } from "../support/serve.ts";
import { apiJudge } from "./api/judge.ts";
import { awsJudge } from "./aws/judge.ts";
import { type Draft, newDraft } from "./draft.ts";
import { CANARY } from "./hostile.ts";
import { logFaults } from "./log-faults.ts";
import { run, type Subject } from "./run.ts";
import { Secrets } from "./secrets.ts";
import { Tally } from "./tally.ts";

const document = JSON.parse(readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8"));
const SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00";
const secrets = new Secrets();
secrets.add(SECRET);

type Judge = Subject<{ draft: Draft; isValid: boolean }>["judge"];

/** What is found of a server that answers like this. */
async function found(judge: Judge, draft: Draft, answer: RequestListener, slowMs = 1_000): Promise<string[]> {
  const lying = await serve(answer);
  const port = Number(new URL(lying.url).port);
  const asked = { draft, isValid: true };
  const subject = {
    ...{ port, judge, make: () => asked, nameOf: () => "r", learn: () => {} },
    endedWith: () => undefined,
  };
  const faults = await run(subject, { requests: 1, seed: 1, tally: new Tally(), slowMs });
  await lying.close();
  return faults.map(({ what }) => what);
}

const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response: ServerResponse) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...headers,
    });
    response.end(text);
  };
const regions = { items: [], cursor: null };
const problem = {
  ...{ type: "urn:keyturn:problem:forbidden", title: "Forbidden", status: 403, code: "forbidden" },
  requestId: "r",
};
const ofProblem = { "content-type": "application/problem+json" };

describe("of the API,", () => {
  const judge = apiJudge(document, secrets);
  const look = (answer: RequestListener, slowMs?: number) =>
    found(judge, newDraft("GET", "/v1/regions"), answer, slowMs);

  test("what is right is let pass", async () => {
    expect(await look(answering(200, regions))).toEqual([]);
    expect(await look(answering(403, problem, ofProblem))).toEqual([]);
  });

  test.each<[string, RequestListener, string]>([
    ["a bug", answering(500, { message: "Internal Server Error" }), "a 500"],
    ["another status", answering(202, regions), "no status 202"],
    ["a field too many", answering(200, { ...regions, more: 1 }), "additional properties"],
    ["no JSON", answering(200, "<html>"), "cannot be read"],
    [
      "a code of other routes",
      answering(403, { ...problem, code: "key_in_use" }, ofProblem),
      "allowed values",
    ],
    ["a secret", answering(200, { items: [], cursor: SECRET }), "a secret is told"],
    ["a secret in a header", answering(200, regions, { "x-debug": SECRET }), "a secret is told"],
    ["what was sent as a secret", answering(403, { ...problem, detail: CANARY }, ofProblem), "a canary"],
    [
      "a stack",
      answering(403, { ...problem, detail: "Error\n   at a (/b.ts:1:2)" }, ofProblem),
      "the insides",
    ],
    ["nothing at all", (request) => request.socket.destroy(), "ended without an answer"],
    [
      "two answers",
      (request) => request.socket.end("HTTP/1.1 204 A\r\n\r\nHTTP/1.1 204 A\r\n\r\n"),
      "more answers",
    ],
  ])("%s is found", async (_, answer, said) => {
    expect((await look(answer)).join()).toContain(said);
  });

  test("what is slow twice is slow, and what is slow once is not", async () => {
    let count = 0;
    const slow = (times: number) => async (request: unknown, response: ServerResponse) => {
      if (++count <= times) await new Promise((resolve) => setTimeout(resolve, 120));
      answering(200, regions)(request as never, response as never);
    };
    expect(await look(slow(99), 100)).toEqual(["slow"]);
    count = 0;
    expect(await look(slow(1), 100)).toEqual([]);
  });

  test("an answer of no route's is the gateway's own, or none", async () => {
    const elsewhere = (answer: RequestListener) => found(judge, newDraft("GET", "/nowhere"), answer);
    expect(await elsewhere(answering(400, { message: "Bad Request" }))).toEqual([]);
    expect(await elsewhere(answering(200, regions))).toEqual(["a strange 200"]);
    expect(await elsewhere(answering(404, { message: "?", more: 1 }))).toEqual(["a strange 404"]);
  });
});

describe("of AWS,", () => {
  const judge = awsJudge(secrets);
  const look = (answer: RequestListener) => found(judge, newDraft("GET", "/"), answer);
  const xml = { "content-type": "application/xml" };
  const error = (code: string, more = "") =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code>${more}</Error>`;

  test("what is right is let pass", async () => {
    expect(await look(answering(403, error("AccessDenied"), xml))).toEqual([]);
    expect(await look(answering(501, error("NotImplemented"), xml))).toEqual([]);
    expect(await look(answering(400, { __type: "ValidationException", message: "x" }))).toEqual([]);
    const revealed = `<A><SecretAccessKey>${SECRET}</SecretAccessKey></A>`;
    expect(await look(answering(200, revealed, xml))).toEqual([]);
  });

  test.each<[string, RequestListener, string]>([
    ["an internal error", answering(500, error("InternalError"), xml), "a 500"],
    ["XML that does not end", answering(403, "<Error><Code>A</Code>", xml), "Error has no end"],
    ["a letter that is not escaped", answering(403, error("A", "<M>a & b</M>"), xml), "not escaped"],
    ["text beside XML", answering(403, `${error("A")}Error: x`, xml), "text behind the root"],
    ["no code", answering(403, "<Error></Error>", xml), "an error without a code"],
    ["a page", answering(404, "<p>Not found</p>", { "content-type": "text/html" }), "no form"],
    ["not JSON", answering(400, "{", {}), "not JSON"],
    ["a secret in an error", answering(403, error("A", `<M>${SECRET}</M>`), xml), "a secret is told"],
    ["not done and no word of it", answering(501, error("A"), xml), "a 501 A"],
  ])("%s is found", async (_, answer, said) => {
    expect((await look(answer)).join()).toContain(said);
  });
});

test("a log with an error or a secret in it is found", () => {
  expect(logFaults('{"level":"WARN","message":"to be sent again"}', secrets)).toEqual([]);
  expect(logFaults('{"level":"ERROR","message":"a request failed"}', secrets)).toHaveLength(1);
  expect(logFaults(`{"level":"WARN","message":"${SECRET}"}`, secrets)).toHaveLength(1);
});

test("a route at which nothing was done, or nothing refused, is told", () => {
  const tally = new Tally();
  tally.add({ route: "a", isValid: true, status: 200, ms: 1 });
  tally.add({ route: "b", isValid: false, status: 404, ms: 1 });
  expect(tally.unreached(["a", "b", "c"])).toEqual([
    "a: nothing was ever refused",
    "b: nothing was ever done",
    ...["c: nothing was ever done", "c: nothing was ever refused"],
  ]);
});
