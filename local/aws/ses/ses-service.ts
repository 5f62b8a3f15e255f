import { randomBytes } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import { demand, type May } from "../iam/authorize.ts";
import type { Caller } from "../iam/caller.ts";
import type { MailStore } from "./mail-store.ts";
import { parseSendEmail } from "./send-email.ts";

interface RestCall {
  method: string;
  path: string;
  body: string;
}

export type SesService = (call: RestCall, caller: Caller, region: string) => object;

interface SesServiceParts {
  mails: MailStore;
  may: May;
  accountId: string;
  now(): number;
}

/** SendEmail of version 2 of the API. Every sender and every recipient counts as verified, and every mail arrives here. */
export function sesService({ mails, may, accountId, now }: SesServiceParts): SesService {
  return ({ method, path, body }, caller, region) => {
    if (method !== "POST" || path !== "/v2/email/outbound-emails") {
      throw new AwsError(
        404,
        "UnknownOperationException",
        `Only SendEmail is served here, not ${method} ${path}.`,
      );
    }
    const { from, to, subject, text, html } = parseSendEmail(body);
    const identity = `arn:aws:ses:${region}:${accountId}:identity/${from.address}`;
    const keys = { "ses:FromAddress": from.address, "ses:FromDisplayName": from.displayName };
    demand(may, caller, "ses:SendEmail", identity, keys, "AccessDeniedException");
    const messageId = `01${randomBytes(15).toString("hex")}-000000`;
    const sentAt = new Date(now()).toISOString();
    mails.append({ messageId, from: from.header, to: to.join(", "), subject, text, html, sentAt });
    return { MessageId: messageId };
  };
}
