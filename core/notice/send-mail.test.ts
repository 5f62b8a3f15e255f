import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus, SECOND_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { interrupt } from "../testing/interrupt.ts";
import { noticeScene } from "../testing/notice-scene.ts";
import { codeOf } from "../testing/scene.ts";
import { addressHashOf } from "./mails.ts";
import { sendMail } from "./send-mail.ts";

const ADA = "ada@example.com";
const TABLE_FAILED = expect.any(CallFailed);

/** One contact, of the policy, and what comes of the mail to them. */
async function scene(mailsPerSecond?: number) {
  const told = await noticeScene({
    ...{ pipelines: [], policyContacts: [ADA] },
    ...(mailsPerSecond !== undefined && { mailsPerSecond }),
  });
  const { ports, clock, event } = told;
  const { eventId } = event.metadata;
  const message = { to: ADA, subject: "", text: "", html: "" };
  const logged: unknown[] = [];
  ports.log.warn = (_, facts) => void logged.push(facts);
  return {
    ...{ ...told, eventId, logged },
    send: (forMs = 12 * SECOND_MS) =>
      sendMail(ports, { org: "acme", eventId }, message, plus(clock.now(), forMs)),
    state: async () =>
      (await ports.mails.find({ org: "acme", eventId, addressHash: addressHashOf(ADA) }))?.state,
    /** SES takes nothing: the mail is to be sent by whoever comes next. */
    async notSentYet() {
      interrupt(ports.mail, "send", "denied");
      await sendMail(ports, { org: "acme", eventId }, message, plus(clock.now(), SECOND_MS));
      logged.length = 0;
    },
  };
}

test("a mail that is over is left as it is, and that is said", async () => {
  const { send, mailed } = await scene();
  expect([await send(), await send()]).toEqual(["sent", "over"]);
  expect(mailed()).toEqual([ADA]);
});

describe("a mail is sent, and once", () => {
  test("when the table's reply to the claim was lost", async () => {
    const { ports, send, state, mailed } = await scene();
    interrupt(ports.mails, "insert", "again");
    expect([await send(), await state(), mailed()]).toEqual(["sent", "sent", [ADA]]);
  });

  test("when the reply was lost as the mail was taken over", async () => {
    const { ports, notSentYet, send, state, mailed } = await scene();
    await notSentYet();
    interrupt(ports.mails, "update", "again");
    expect([await send(), await state(), mailed()]).toEqual(["sent", "sent", [ADA]]);
  });

  test("when the reply was lost as the record was told how it went", async () => {
    const { ports, send, state, mailed } = await scene();
    interrupt(ports.mails, "update", "again");
    expect([await send(), await state(), mailed()]).toEqual(["sent", "sent", [ADA]]);
  });

  test("when two take over at once what was not sent; the other one looks again", async () => {
    const { notSentYet, send, mailed } = await scene();
    await notSentYet();
    expect((await Promise.all([send(), send()])).sort()).toEqual(["sent", "unsettled"]);
    expect(mailed()).toEqual([ADA]);
  });

  test("when somebody who was away for a minute comes back after another has sent it", async () => {
    const { ports, clock, send, state, mailed } = await scene();
    const sendAtOnce = ports.mail.send.bind(ports.mail);
    ports.mail.send = async () => {
      ports.mail.send = sendAtOnce;
      clock.advance(MINUTE_MS);
      expect(await send()).toBe("sent");
      throw new CallFailed("SendEmail", "denied");
    };
    expect(await send()).toBe("not_now");
    expect(await state()).toBe("sent");
    expect(await send()).toBe("over");
    expect(mailed()).toEqual([ADA]);
  });
});

test("a mail whose record the table forgets just then is looked at again, and not sent blindly", async () => {
  const { ports, send, mailed } = await scene();
  expect(await send()).toBe("sent");
  ports.mails.find = async () => undefined;
  expect(await send()).toBe("unsettled");
  expect(mailed()).toEqual([ADA]);
});

describe("when the table cannot be written", () => {
  test("nothing is sent that could not be taken over", async () => {
    const { ports, notSentYet, send, mailed } = await scene();
    await notSentYet();
    interrupt(ports.mails, "update", "throttled");
    expect(await codeOf(send())).toEqual(TABLE_FAILED);
    expect(mailed()).toEqual([]);
    expect(await send()).toBe("sent");
  });

  test("after a mail was sent, that is not passed over in silence", async () => {
    const { ports, send, state } = await scene();
    interrupt(ports.mails, "update", "throttled");
    expect(await codeOf(send())).toEqual(TABLE_FAILED);
    expect(await state()).toBe("sending");
  });
});

describe("an operator", () => {
  test("reads which event it was that somebody will not be told of", async () => {
    const { mail, send, logged, eventId } = await scene();
    mail.refuses.add(ADA);
    expect(await send()).toBe("refused");
    expect(logged).toEqual([{ eventId }]);
  });

  test("reads why SES takes no mail", async () => {
    const { ports, send, logged } = await scene();
    interrupt(ports.mail, "send", "denied");
    expect(await send()).toBe("not_now");
    expect(logged).toEqual([{ error: expect.stringContaining("send") }]);
  });

  test("hears of a fault of Keyturn's own, which is not taken for a refusal of SES's", async () => {
    const { ports, send, logged } = await scene();
    ports.mail.send = async () => {
      throw new TypeError("a fault");
    };
    expect(await codeOf(send())).toBeInstanceOf(TypeError);
    expect(logged).toEqual([]);
  });
});

test.each([500, 1_020, 1_500, 3_060])(
  "whoever has %i ms ends in time, however many others send",
  async (forMs) => {
    const { clock, send, state } = await scene(0);
    const until = plus(clock.now(), forMs);
    expect(await send(forMs)).toBe("not_now");
    expect(clock.now() < until).toBe(true);
    expect(await state()).toBe("waiting");
  },
);
