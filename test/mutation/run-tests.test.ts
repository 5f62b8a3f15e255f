import { describe, expect, test } from "vitest";
import { judged, type VitestReport } from "./run-tests.ts";

type File = VitestReport["testResults"][number];

function file(name: string, tests: [string, string, string?][], message = ""): File {
  const assertionResults = tests.map(([fullName, status, failure]) => ({
    ...{ fullName, status },
    failureMessages: failure === undefined ? [] : [failure],
  }));
  const isFailed = message !== "" || tests.some(([, status]) => status === "failed");
  return { name: `/copy/${name}`, status: isFailed ? "failed" : "passed", message, assertionResults };
}

const judge = (...testResults: File[]) => judged({ testResults }, "/copy");

describe("a run of tests", () => {
  test("that all pass shows that nothing is seen", () => {
    expect(judge(file("core/a.test.ts", [["a", "passed"]]))).toEqual({
      is: "passed",
      files: ["core/a.test.ts"],
    });
  });

  test("names the first test that failed", () => {
    const run = judge(
      file("core/a.test.ts", [["a", "passed"]]),
      file("core/b.test.ts", [
        ["b", "passed"],
        ["keeps the key", "failed", "AssertionError: expected 1 to be 2"],
      ]),
    );
    expect(run).toEqual({ is: "failed", killer: { file: "core/b.test.ts", test: "keeps the key" } });
  });

  test("counts for nothing where a file cannot be loaded", () => {
    const run = judge(file("core/a.test.ts", [], "Transform failed with 1 error\nmore"));
    expect(run).toEqual({ is: "broken", why: "core/a.test.ts: Transform failed with 1 error" });
  });

  test.each(["ReferenceError: isHeld is not defined", "SyntaxError: no such export"])(
    "counts for nothing where a test fails of %s",
    (failure) => {
      const run = judge(file("core/a.test.ts", [["a", "failed", failure]]));
      expect(run).toEqual({ is: "broken", why: `core/a.test.ts: ${failure}` });
    },
  );
});
