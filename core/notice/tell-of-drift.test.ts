import { describe, expect, test } from "vitest";
import { anEventOf, NEW_KEY, OLD_KEY } from "../testing/sample-notices.ts";
import { tellingOf } from "./wording.ts";

type Drift = Parameters<typeof anEventOf<"KeyDriftDetected">>[1] & {};

const tell = (data: Drift["data"] & {}) =>
  tellingOf(anEventOf("KeyDriftDetected", { data }), "this pipeline");
const current = { accessKeyId: NEW_KEY, currentAccessKeyId: NEW_KEY };
const old = { accessKeyId: OLD_KEY, currentAccessKeyId: NEW_KEY };

test.each([
  ["key_deleted", "deleted"],
  ["key_deactivated", "switched off"],
  ["key_reactivated", "switched on again"],
] as const)("after %s the subject says so, and of which key", (drift, happened) => {
  expect(tell({ ...current, drift }).subject).toBe(
    `The access key of “Sales data” was ${happened} outside of Keyturn`,
  );
  expect(tell({ ...old, drift }).subject).toBe(
    `The old access key of “Sales data” was ${happened} outside of Keyturn`,
  );
});

test("a deleted user is told of as a user, not as a key", () => {
  const { subject } = tell({ ...current, drift: "user_deleted" });
  expect(subject).toBe("The user of “Sales data” was deleted outside of Keyturn");
});

test.each(["key_deleted", "key_deactivated", "key_reactivated"] as const)(
  "after %s the text says which key it was, and whether it is the old one",
  (drift) => {
    expect(tell({ ...current, drift }).whatChanged).toContain(`The access key ${NEW_KEY} of “Sales data”`);
    expect(tell({ ...old, drift }).whatChanged).toContain(`The old access key ${OLD_KEY} of “Sales data”`);
  },
);

describe("what to do", () => {
  test("is another connection only when the user is gone: no reset helps then", () => {
    const { whatToUpdate } = tell({ ...current, drift: "user_deleted" });
    expect(whatToUpdate).toContain("add another connection for this pipeline");
    expect(whatToUpdate).toContain("no key of this one will work again");
    for (const drift of ["key_deleted", "key_deactivated", "key_reactivated"] as const) {
      for (const which of [current, old]) {
        expect(tell({ ...which, drift }).whatToUpdate).not.toContain("another connection");
      }
    }
  });

  test.each(["key_deleted", "key_deactivated"] as const)(
    "after %s is a reset; of an old key, to put in the new one",
    (drift) => {
      expect(tell({ ...current, drift }).whatToUpdate).toContain("Have the access key reset");
      expect(tell({ ...old, drift }).whatToUpdate).toContain("put the new one in its place now");
    },
  );

  test("about a key that works again is to end it: by a reset, or by retiring the old one", () => {
    const drift = "key_reactivated";
    expect(tell({ ...current, drift }).whatToUpdate).toContain("a reset ends it");
    expect(tell({ ...old, drift }).whatToUpdate).toContain("retiring the old key ends it");
  });
});
