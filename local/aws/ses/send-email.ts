import { z } from "zod";
import { AwsError } from "../aws-error.ts";

const Part = z.object({ Data: z.string(), Charset: z.string().optional() });
const Addresses = z.array(z.string()).default([]);
const Request = z.object({
  FromEmailAddress: z.string().optional(),
  Destination: z
    .object({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses })
    .prefault({}),
  Content: z.object({
    Simple: z
      .object({ Subject: Part, Body: z.object({ Text: Part.optional(), Html: Part.optional() }) })
      .optional(),
  }),
});

interface Sender {
  /** As it was given: an address, or a name and an address in angle brackets. */
  header: string;
  address: string;
  displayName: string | undefined;
}

export interface SentEmail {
  from: Sender;
  to: string[];
  subject: string;
  text: string;
  html: string;
}

/** SES's limit of To, Cc and Bcc together. */
const RECIPIENTS_MAX = 50;
const Address = z.email().max(320);

/** Throws what SES answers to what it does not take. */
export function parseSendEmail(body: string): SentEmail {
  const { FromEmailAddress, Destination, Content } = parsed(body);
  if (!FromEmailAddress) throw badRequest("FromEmailAddress is missing.");
  const { ToAddresses, CcAddresses, BccAddresses } = Destination;
  const to = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  if (to.length === 0) throw badRequest("Destination has no recipients.");
  if (to.length > RECIPIENTS_MAX) throw badRequest(`Recipient count exceeds ${RECIPIENTS_MAX}.`);
  const from = senderOf(FromEmailAddress);
  for (const address of [from.address, ...to.map(addressIn)]) {
    if (!Address.safeParse(address).success) throw badRequest(`Invalid email address<${address}>.`);
  }
  if (!Content.Simple) throw badRequest("Only Simple content is served here.");
  const { Subject, Body } = Content.Simple;
  if (/\p{Cc}/u.test(Subject.Data)) throw badRequest("The subject has control characters.");
  if (!Body.Text && !Body.Html) throw badRequest("The body has neither text nor HTML.");
  return { from, to, subject: Subject.Data, text: Body.Text?.Data ?? "", html: Body.Html?.Data ?? "" };
}

function parsed(body: string): z.infer<typeof Request> {
  try {
    return Request.parse(JSON.parse(body));
  } catch {
    throw badRequest("The request is not a SendEmail request in JSON.");
  }
}

function senderOf(header: string): Sender {
  const displayName = /^\s*"?([^"<]*?)"?\s*</.exec(header)?.[1];
  return { header, address: addressIn(header), displayName: displayName || undefined };
}

function addressIn(header: string): string {
  return /<([^<>]*)>\s*$/.exec(header)?.[1] ?? header.trim();
}

function badRequest(message: string): AwsError {
  return new AwsError(400, "BadRequestException", message);
}
