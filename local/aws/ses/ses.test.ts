import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import { expect, test } from "vitest";
import {
  type Key,
  makeUser,
  outcome,
  startTestEndpoint,
  type TestEndpoint,
} from "../testing/test-endpoint.ts";

const mail = (change: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: "keys@example.com",
  Destination: { ToAddresses: ["ada@example.com"] },
  Content: {
    Simple: { Subject: { Data: "A key" }, Body: { Text: { Data: "né" }, Html: { Data: "<p>né</p>" } } },
  },
  ...change,
});

const ses = ({ url, root }: TestEndpoint, credentials: Key = root) =>
  new SESv2Client({ endpoint: url, region: "eu-central-1", credentials, maxAttempts: 1 });
const send = (client: SESv2Client, change?: Partial<SendEmailCommandInput>) =>
  client.send(new SendEmailCommand(mail(change)));

test("keeps each mail in a file, oldest first, also after a restart", async () => {
  await using aws = await startTestEndpoint();
  aws.clock.ms = Date.parse("2030-01-02T03:04:05.678Z");
  const { MessageId } = await send(ses(aws));
  await send(ses(aws), {
    FromEmailAddress: '"Key Turn" <keys@example.com>',
    Destination: { ToAddresses: ["bob@example.com"], CcAddresses: ["eve@example.com"] },
  });
  const first = {
    ...{ messageId: MessageId, from: "keys@example.com", to: "ada@example.com", subject: "A key" },
    ...{ text: "né", html: "<p>né</p>", sentAt: "2030-01-02T03:04:05.678Z" },
  };
  const second = { from: '"Key Turn" <keys@example.com>', to: "bob@example.com, eve@example.com" };
  expect(aws.endpoint.mails()).toMatchObject([first, second]);
  const folder = join(aws.dataDir, "mail");
  const [file = ""] = readdirSync(folder).sort();
  expect(JSON.parse(readFileSync(join(folder, file), "utf8"))).toEqual({ ...first, number: 1 });
  await aws.stop();
  await using again = await startTestEndpoint({ dataDir: aws.dataDir });
  expect(again.endpoint.mails()).toMatchObject([first, second]);
  await send(ses(again), { Destination: { ToAddresses: ["last@example.com"] } });
  expect(again.endpoint.mails().at(-1)).toMatchObject({ to: "last@example.com" });
});

test.each<[fault: string, change: Partial<SendEmailCommandInput>]>([
  ["no sender", { FromEmailAddress: undefined }],
  ["a sender that is no address", { FromEmailAddress: "keys" }],
  ["nobody to send to", { Destination: {} }],
  ["a recipient that is no address", { Destination: { ToAddresses: ["ada@"] } }],
  ["too many recipients", { Destination: { ToAddresses: Array(51).fill("ada@example.com") } }],
  ["no content", { Content: {} }],
  ["raw content", { Content: { Raw: { Data: new Uint8Array() } } }],
  ["no body", { Content: { Simple: { Subject: { Data: "x" }, Body: {} } } }],
  [
    "a subject that goes on in another header",
    {
      Content: { Simple: { Subject: { Data: "x\r\nBcc: eve@example.com" }, Body: { Text: { Data: "x" } } } },
    },
  ],
])("refuses %s, and keeps nothing of it", async (_, change) => {
  await using aws = await startTestEndpoint();
  expect(await outcome(send(ses(aws), change))).toBe("BadRequestException 400");
  expect(aws.endpoint.mails()).toEqual([]);
  expect(existsSync(join(aws.dataDir, "mail")) && readdirSync(join(aws.dataDir, "mail"))).toEqual([]);
});

test("takes mail only from who may send it as that sender", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "notifier", {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "ses:SendEmail",
        Resource: "arn:aws:ses:eu-central-1:000000000000:identity/*",
        Condition: { StringEquals: { "ses:FromAddress": "keys@example.com" } },
      },
    ],
  });
  expect(await outcome(send(ses(aws, key)))).toBe("worked");
  const other = send(ses(aws, key), { FromEmailAddress: "root@example.com" });
  expect(await outcome(other)).toBe("AccessDeniedException 403");
  const stranger = { accessKeyId: "AKIAUNKNOWNUNKNOWN22", secretAccessKey: "x" };
  expect(await outcome(send(ses(aws, stranger)))).toBe("UnrecognizedClientException 403");
  expect(await outcome(send(ses(aws, { ...key, secretAccessKey: "x" })))).toBe(
    "InvalidSignatureException 403",
  );
  expect(aws.endpoint.mails()).toHaveLength(1);
});

test("serves nothing else of SES, and nobody without a signature", async () => {
  await using aws = await startTestEndpoint();
  const unsigned = await fetch(`${aws.url}/v2/email/outbound-emails`, { method: "POST", body: "{}" });
  expect([unsigned.status, unsigned.headers.get("x-amzn-errortype")]).toEqual([
    403,
    "MissingAuthenticationTokenException",
  ]);
  const { GetAccountCommand } = await import("@aws-sdk/client-sesv2");
  expect(await outcome(ses(aws).send(new GetAccountCommand({})))).toBe("UnknownOperationException 404");
});
