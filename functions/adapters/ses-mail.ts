import { type SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { type Clock, msBetween } from "../../core/clock.ts";
import type { Mail, Message } from "../../core/notice/mail.ts";
import { awsFailure } from "./aws-failure.ts";

/** SES will not take this mail, now or later: an address it cannot use, or in its sandbox one that nobody has verified. */
const FOR_GOOD = new Set(["MessageRejected", "BadRequestException"]);

/** SES over a client that sends each request once (`maxAttempts: 1`). Whether a mail arrives, SES does not say here. */
export function sesMail(client: SESv2Client, sender: string, clock: Clock): Mail {
  return {
    async send(message, until) {
      const abortSignal = AbortSignal.timeout(Math.max(0, msBetween(clock.now(), until)));
      try {
        await client.send(sendEmail(message, sender), { abortSignal });
        return "sent";
      } catch (error) {
        const failed = awsFailure("SendEmail", error);
        // Of a sender that is not verified SES says the same, but it is nothing that this mail is to blame for.
        const isTheSenders = addressesIn((error as Error).message).includes(sender.toLowerCase());
        if (FOR_GOOD.has(failed.awsErrorName) && !isTheSenders) return "refused";
        throw failed;
      }
    },
  };
}

/** Whole ones: a contact's may contain the sender's. */
function addressesIn(message: string): string[] {
  return message
    .toLowerCase()
    .split(/[\s,;:<>()"'“”]+/)
    .map((word) => word.replace(/\.+$/, ""))
    .filter((word) => word.includes("@"));
}

/** One recipient a mail: nobody learns who else is told. */
function sendEmail({ to, subject, text, html }: Message, sender: string): SendEmailCommand {
  const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
  return new SendEmailCommand({
    FromEmailAddress: sender,
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
  });
}
