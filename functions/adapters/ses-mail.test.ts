import { inspect } from "node:util";
import { expect, test } from "vitest";
import { plus } from "../../core/clock.ts";
import type { Message } from "../../core/notice/mail.ts";
import { TestClock } from "../../core/testing/memory-ports.ts";
import { type Behaviour, openFakeAws } from "../../test/support/fake-aws.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { mailClient } from "../clients.ts";
import { sesMail } from "./ses-mail.ts";

const SENDER = "keys@example.com";
const message: Message = { to: "ada@example.com", subject: "Schlüssel “x”", text: "né", html: "<p>né</p>" };
const clock = new TestClock();

async function against(behave: (asked: number) => Behaviour) {
  const fake = await openFakeAws((_, asked) => behave(asked));
  const mail = sesMail(mailClient(fake.reach), SENDER, clock);
  return { ...fake, send: (patienceMs = 5_000) => mail.send(message, plus(clock.now(), patienceMs)) };
}

const taken: Behaviour = { status: 200, body: '{"MessageId":"m-1"}' };
const error = (status: number, code: string, said = "spilled ada@example.com"): Behaviour => ({
  status,
  body: JSON.stringify({ __type: code, message: said }),
});

test("sends one mail to one person, in UTF-8, as text and as HTML", async () => {
  await using aws = await against(() => taken);
  expect(await aws.send()).toBe("sent");
  expect(aws.asked.map((body) => JSON.parse(body))).toEqual([
    {
      FromEmailAddress: SENDER,
      Destination: { ToAddresses: ["ada@example.com"] },
      Content: {
        Simple: {
          Subject: { Data: "Schlüssel “x”", Charset: "UTF-8" },
          Body: { Text: { Data: "né", Charset: "UTF-8" }, Html: { Data: "<p>né</p>", Charset: "UTF-8" } },
        },
      },
    },
  ]);
});

test.each(["MessageRejected", "BadRequestException"])("takes %s for a refusal of this mail", async (code) => {
  await using aws = await against(() => error(400, code));
  expect(await aws.send()).toBe("refused");
  expect(aws.asked).toHaveLength(1);
});

const unverified = (identities: string) =>
  `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${identities}`;

test.each([SENDER, `ada@example.com, ${SENDER}`, "Keys@Example.com.", `<${SENDER}>`])(
  "takes a sender that is not verified for a refusal of all mail: %s",
  async (identities) => {
    await using aws = await against(() => error(400, "MessageRejected", unverified(identities)));
    await expect(aws.send()).rejects.toMatchObject({ failure: "denied", awsErrorName: "MessageRejected" });
  },
);

test.each([`x${SENDER}`, `${SENDER}.invalid`, `x.${SENDER}, a+${SENDER}`])(
  "takes a contact whose address contains the sender's for a contact: %s",
  async (identities) => {
    await using aws = await against(() => error(400, "MessageRejected", unverified(identities)));
    expect(await aws.send()).toBe("refused");
  },
);

test.each([
  [429, "TooManyRequestsException", "throttled"],
  [400, "SendingPausedException", "denied"],
  [400, "AccountSuspendedException", "denied"],
  [400, "MailFromDomainNotVerifiedException", "denied"],
  [403, "AccessDeniedException", "denied"],
  [500, "InternalServiceErrorException", "unknown"],
])("%i %s, sent once, is %s, and nothing of the answer is kept", async (status, code, failure) => {
  await using aws = await against(() => error(status, code));
  const failed = await aws.send().catch((one: unknown) => one);
  expect(failed).toMatchObject({ call: "SendEmail", failure });
  expect(inspect(failed, { depth: 9, showHidden: true })).not.toContain("ada@example.com");
  expect(aws.asked).toHaveLength(1);
});

test.each<Behaviour>(["resets", "hangs"])(
  "a connection that %s is sent to once, and nobody knows",
  async (how) => {
    await using aws = await against(() => how);
    await expect(aws.send(300)).rejects.toMatchObject({ failure: "unknown" });
    expect(aws.asked.length).toBeLessThanOrEqual(1);
  },
);

test("the laptop's SES takes it", async () => {
  const cloud = await openTestCloud();
  const mail = sesMail(mailClient(cloud.aws), SENDER, cloud.clock);
  expect(await mail.send(message, plus(cloud.clock.now(), 5_000))).toBe("sent");
  expect(await mail.send({ ...message, to: "nobody" }, plus(cloud.clock.now(), 5_000))).toBe("refused");
  expect(cloud.mail()).toMatchObject([{ ...message, from: SENDER, sentAt: cloud.clock.now() }]);
  await cloud.close();
});
