import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lambdaResponse } from "./lambda-response.ts";
import { routeMatcher } from "./match-route.ts";
import { parseTarget } from "./request-target.ts";

describe("whatever comes", () => {
  const path = fc.string({
    unit: fc.constantFrom("/", "%", "2", "F", "5", "?", "#", "v1", "é", "\0", ".", "+", "&", "="),
  });

  it("is a target or is none, and matches a route by its own segments only", () => {
    const match = routeMatcher([{ method: "GET", path: "/v1/{id}", open: true, lambda: "x" }]);
    fc.assert(
      fc.property(path, (text) => {
        const target = parseTarget(`/${text}`);
        const found = target && match("GET", target.rawPath);
        if (found) expect(`/v1/${found.params.id}`).toBe(target.rawPath);
        if (found) expect(found.params.id).not.toContain("/");
      }),
    );
  });

  it("comes from a function, is sent in a form HTTP allows or not at all", () => {
    const result = fc.oneof(
      fc.anything(),
      fc.record(
        {
          statusCode: fc.oneof(fc.integer(), fc.anything()),
          headers: fc.oneof(fc.dictionary(fc.string(), fc.anything()), fc.anything()),
          cookies: fc.oneof(fc.array(fc.string()), fc.anything()),
          body: fc.oneof(fc.string(), fc.anything()),
          isBase64Encoded: fc.oneof(fc.boolean(), fc.anything()),
        },
        { requiredKeys: ["statusCode"] },
      ),
    );
    fc.assert(
      fc.property(result, (value) => {
        // What is no JSON never leaves a Lambda; the gateway makes a 500 of the error.
        let response: ReturnType<typeof lambdaResponse>;
        try {
          response = lambdaResponse(value);
        } catch {
          return;
        }
        if (!response) return;
        expect(response.statusCode).toBeGreaterThanOrEqual(200);
        expect(() => new Headers(response.headers)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
