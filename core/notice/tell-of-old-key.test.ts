import { describe, expect, test } from "vitest";
import { anEventOf, NEW_KEY, OLD_KEY } from "../testing/sample-notices.ts";
import { tellingOf } from "./wording.ts";

type OldKey = "KeyRetirementHeld" | "OldKeyFoundActive" | "KeyRetired" | "KeyRestored";
const tell = <Name extends OldKey>(...args: Parameters<typeof anEventOf<Name>>) =>
  tellingOf(anEventOf(...args), "this pipeline");

/** Of the samples: two weeks, and three days, after them. */
const STOPS = "Sunday 15 March 2026, 12:00 UTC";
const DELETED = "Wednesday 4 March 2026, 12:00 UTC";

describe("the old key", () => {
  test("that is still in use stops all the same, and the subject says when", () => {
    expect(tell("KeyRetirementHeld").subject).toBe(
      `The old access key of “Sales data” is still in use, and stops on ${STOPS}`,
    );
    expect(tell("KeyRetirementHeld", { data: { lastUsed: null } }).subject).toBe(
      `The old access key of “Sales data” may be still in use, and stops on ${STOPS}`,
    );
  });

  test("of a customer that AWS still takes is for the customer to end, and by no deadline", () => {
    const { subject, whatChanged, whatToUpdate, ...keys } = tell("OldKeyFoundActive");
    expect(subject).toBe("The old access key of “Sales data” still works");
    expect(whatChanged).toContain(`The old access key ${OLD_KEY} of “Sales data”`);
    expect(whatToUpdate).toMatch(/still in this pipeline, and put the new one in.*deactivated in AWS/);
    expect(keys).toEqual({
      ...{ accessKeyId: NEW_KEY, previousAccessKeyId: OLD_KEY },
      ...{ updateBy: null, oldKeyInUse: true },
    });
  });

  test("that has stopped can be restored until it is deleted", () => {
    const { subject, whatChanged } = tell("KeyRetired");
    expect(subject).toBe("The old access key of “Sales data” has stopped");
    expect(whatChanged).toContain(`The old access key ${OLD_KEY} of “Sales data” no longer works.`);
    expect(whatChanged).toContain(`can be restored until ${DELETED}.`);
  });

  test("that is deleted already is said to have stopped, and no more", () => {
    const { whatChanged } = tell("KeyRetired", { data: { deleteAt: null } });
    expect(whatChanged).toBe(`The old access key ${OLD_KEY} of “Sales data” no longer works.`);
  });

  test("that was restored works until a time that subject and text name", () => {
    const { subject, whatChanged } = tell("KeyRestored");
    expect(subject).toBe(`The old access key of “Sales data” works again, until ${STOPS} at the latest`);
    expect(whatChanged).toContain(`The old access key ${OLD_KEY} of “Sales data” was restored`);
    expect(whatChanged).toContain(`until ${STOPS} at the latest`);
  });
});
