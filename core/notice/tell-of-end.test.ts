import { describe, expect, test } from "vitest";
import { anEventOf, OLD_KEY } from "../testing/sample-notices.ts";
import { tellingOf } from "./wording.ts";

const tell = (...args: Parameters<typeof anEventOf<"KeyRemoved" | "KeyDisabled">>) =>
  tellingOf(anEventOf(...args), "this pipeline");

describe("of a removed key", () => {
  test("is said that it no longer works, and that there is no other", () => {
    const { subject, whatChanged, whatToUpdate } = tell("KeyRemoved");
    expect(subject).toBe("The access key of “Sales data” was removed");
    expect(whatChanged).toContain(`The access key ${OLD_KEY} of “Sales data” was removed`);
    expect(whatChanged).toMatch(/no longer works.*no other/);
    expect(whatToUpdate).toMatch(/Stop this pipeline.*new access key/);
  });

  test("of the customer's own is said that Keyturn no longer keeps it, and how it ends", () => {
    const { subject, whatChanged, whatToUpdate } = tell("KeyRemoved", { data: { owner: "customer" } });
    expect(subject).toBe("The access key of “Sales data” was taken out of Keyturn");
    expect(whatChanged).toContain(`no longer keeps the access key ${OLD_KEY} of “Sales data”`);
    expect(whatToUpdate).toMatch(/Stop this pipeline.*given to Keyturn again.*delete it in AWS/);
  });
});

describe("of a key that was switched off", () => {
  test.each([
    ["compromised", "because it may be known to somebody else"],
    ["expired", "because it was not reset when it was due"],
  ] as const)("is said that it was because it was %s", (reason, why) => {
    const { whatChanged } = tell("KeyDisabled", { data: { reason } });
    expect(whatChanged).toContain(`The access key ${OLD_KEY} of “Sales data” was switched off, ${why}.`);
  });

  test("is said in the subject, and that a reset brings another", () => {
    const { subject, whatToUpdate } = tell("KeyDisabled");
    expect(subject).toBe("The access key of “Sales data” was switched off");
    expect(whatToUpdate).toMatch(/Have the access key reset.*put the new one into this pipeline/);
  });
});
