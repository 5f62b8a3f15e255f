import { describe, expect, test } from "vitest";
import { plus, SECOND_MS } from "../clock.ts";
import { noticeScene } from "../testing/notice-scene.ts";
import { addressHashOf } from "./mails.ts";
import { notifyPass } from "./notify-pass.ts";

/** What the mail of the scene takes for each. */
const MAIL_MS = 20;

/** Two contacts, one pass over an event, and what is to come after it. */
async function scene(mailsPerSecond = Number.POSITIVE_INFINITY) {
  const policyContacts = ["ada@example.com", "ops@example.com"];
  const world = await noticeScene({ pipelines: [], policyContacts, mailsPerSecond });
  const { ports, event, clock } = world;
  return {
    ...world,
    pass: (forMs = 12 * SECOND_MS) => notifyPass(ports, event, {}, plus(clock.now(), forMs)),
    leftover: () => ports.leftovers.find(event.metadata),
  };
}

describe("a pass", () => {
  test("that has told everybody is the last one", async () => {
    const { pass, mailed, asked, leftover } = await scene();
    expect(await pass()).toBe("done");
    expect(mailed()).toHaveLength(2);
    expect(asked).toEqual([]);
    expect(await leftover()).toBeUndefined();
  });

  test("whose time is up asks at once for the next one, and says where it was", async () => {
    const { pass, event, mail, asked, leftover } = await scene();
    expect(await pass(MAIL_MS)).toBe("rest");
    expect(asked).toEqual([{ event, from: { mailsAfter: addressHashOf(mail.sent[0]?.to ?? "") } }]);
    expect(await leftover()).toBeUndefined();
  });

  test("of which SES takes no mail leaves the next one to the sweep, and asks for none", async () => {
    const { pass, event, asked, leftover } = await scene(0);
    expect(await pass()).toBe("later");
    expect(asked).toEqual([]);
    expect(await leftover()).toMatchObject({ event, from: { mailsAfter: "" } });
  });
});
