import { expect } from "vitest";
import * as z from "zod";
import { statusOf } from "../../functions/problem.ts";

/** RFC 9457 problem details as Keyturn answers them: nothing missing, and nothing beside it. */
const Problem = z.strictObject({
  type: z.string(),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  detail: z.string().min(1),
  code: z.enum(Object.keys(statusOf) as [keyof typeof statusOf]),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  requestId: z.string().min(1),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string().min(1) }))
    .min(1)
    .optional(),
});
type Problem = z.infer<typeof Problem>;

interface Answered {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Checks that the answer is this problem, in the shape every problem has, and returns it. */
export function expectProblem(answer: Answered, status: number, code: Problem["code"]): Problem {
  expect(answer).toMatchObject({ status, body: { code } });
  const problem = Problem.parse(answer.body);
  expect(problem).toMatchObject({ status, type: `urn:keyturn:problem:${code}` });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(problem.requestId).toBe(answer.headers.get("apigw-requestid"));
  return problem;
}

/** The problem without what differs from request to request. */
export function withoutRequestId(answer: Answered): { status: number; text: string; headers: object } {
  const { requestId, ...rest } = Problem.parse(answer.body);
  const headers = Object.fromEntries(answer.headers);
  for (const name of ["date", "apigw-requestid"]) delete headers[name];
  return { status: answer.status, text: JSON.stringify(rest), headers };
}

/** What an HTTP API answers by itself to a request without a usable token. */
export function expectUnauthorized(answer: Answered): void {
  expect(answer).toMatchObject({ status: 401, body: { message: "Unauthorized" } });
  expect(Object.keys(answer.body as object)).toEqual(["message"]);
  expect(answer.headers.get("content-type")).toContain("application/json");
}
