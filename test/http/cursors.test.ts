import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Laptop, putPipeline, startLaptop } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { makeTarget, type Target } from "../support/route-table.ts";

let laptop: Laptop;
let token: string;
let victim: Target;
let lists: { path: string; cursor: string; rest: unknown }[];
beforeAll(async () => {
  laptop = await startLaptop();
  const theirs = await laptop.token("admin", "victim");
  victim = await makeTarget(laptop, theirs, "Not for others");
  token = await laptop.token("admin", "mallory");
  const first = await makeTarget(laptop, token, "First");
  await makeTarget(laptop, token, "Second");
  await laptop.call("POST", `/v1/services/${first.serviceId}/connections`, { token, body: {} });
  const pipelineIds = ["p1", "p2"];
  for (const pipelineId of pipelineIds) await putPipeline(laptop, token, pipelineId);
  await laptop.call("PATCH", `/v1/services/${first.serviceId}`, { token, body: { pipelineIds } });
  await laptop.events();
  const paths = [
    "/v1/services",
    "/v1/connections",
    "/v1/connections?status=active",
    `/v1/services/${first.serviceId}/connections`,
    "/v1/pipelines",
    "/v1/pipelines?fileName=a.csv",
    `/v1/connections/${first.connectionId}/dependents`,
    `/v1/connections/${first.connectionId}/dependents?fileName=a.csv`,
    "/v1/history",
    `/v1/connections/${first.connectionId}/history`,
  ];
  lists = [];
  for (const path of paths) {
    const { cursor } = (await get(withQuery(path, "limit=1"))).body;
    expect(cursor).toEqual(expect.any(String));
    lists.push({ path, cursor, rest: (await page(path, cursor)).body });
  }
});
afterAll(() => laptop.close());

const get = (path: string) => laptop.call("GET", path, { token });
const withQuery = (path: string, query: string) => `${path}${path.includes("?") ? "&" : "?"}${query}`;
const page = (path: string, cursor: string) => get(withQuery(path, `cursor=${encodeURIComponent(cursor)}`));

/** What somebody who tampers with a cursor tries. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant("replace" as const), at: fc.nat(), by: fc.string({ maxLength: 3 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat(), by: fc.constant("") }),
  fc.record({ kind: fc.constant("inside" as const), at: fc.nat(), by: fc.string({ maxLength: 3 }) }),
  fc.record({ kind: fc.constant("wholly" as const), at: fc.nat(), by: fc.string({ maxLength: 200 }) }),
  fc.record({ kind: fc.constant("json" as const), at: fc.nat(), by: fc.json() }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutated(cursor: string, { kind, at, by }: Mutation): string {
  const decoded = Buffer.from(cursor, "base64url").toString();
  const splice = (text: string) => text.slice(0, at % text.length) + by + text.slice((at % text.length) + 1);
  if (kind === "replace") return splice(cursor);
  if (kind === "cut") return cursor.slice(0, at % cursor.length);
  if (kind === "wholly") return by;
  return Buffer.from(kind === "inside" ? splice(decoded) : by).toString("base64url");
}

test("a cursor that was tampered with is refused, or still shows the same list", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), mutation, async (which, change) => {
      const { path, cursor, rest } = lists[which % lists.length] ?? { path: "", cursor: "", rest: {} };
      const tampered = mutated(cursor, change);
      const answer = await page(path, tampered);
      expect(JSON.stringify(answer.body)).not.toMatch(victim.connectionId);
      if (answer.status === 200) {
        expect(answer.body).toEqual(rest);
      } else {
        const long = tampered.length > 1_000;
        const { errors } = expectProblem(answer, 400, long ? "invalid_request" : "invalid_cursor");
        expect(errors?.map((error) => error.path)).toEqual(["cursor"]);
      }
    }),
    { numRuns: 300 },
  );
});

test("a cursor is good for the list that gave it, and for no other", async () => {
  for (const giver of lists) {
    for (const taker of lists) {
      const answer = await page(taker.path, giver.cursor);
      if (giver === taker) expect(answer).toMatchObject({ status: 200, body: giver.rest });
      else expectProblem(answer, 400, "invalid_cursor");
    }
  }
});

test("a cursor of more than 1,000 characters is refused unread", async () => {
  const { errors } = expectProblem(await page("/v1/services", "x".repeat(1_001)), 400, "invalid_request");
  expect(errors?.map((error) => error.path)).toEqual(["cursor"]);
});
