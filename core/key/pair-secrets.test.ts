import { expect, test } from "vitest";
import { emptyVersionOf } from "./pair-secrets.ts";

test("the empty version of a secret is the one that it was made with: it may never be derived otherwise", () => {
  const [one, other] = ["con_00000000000000000000000000000001", "con_00000000000000000000000000000002"];
  expect(emptyVersionOf({ connectionId: one })).toBe("ad50bf55-227e-8baf-a5b7-bb2e3f1064f9");
  expect(emptyVersionOf({ connectionId: other })).not.toBe(emptyVersionOf({ connectionId: one }));
});
