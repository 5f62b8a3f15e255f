import { mailComesFromTheSender } from "../invariants/mail.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in who may send mail, and as whom. */
export const mutants: Mutant[] = [
  {
    name: "mail from anybody",
    file: "stacks/mail-grants.ts",
    find: 'variable: "ses:FromAddress"',
    replace: 'variable: "ses:ApiVersion"',
    breaks: mailComesFromTheSender,
    says: "senders: notifyDependents ses:SendEmail as anybody",
  },
  {
    name: "a right to mail without a sender",
    file: "stacks/mail-grants.ts",
    find: "if (mailSender === undefined) return [];",
    replace: 'if (mailSender === undefined) mailSender = "root@example.com";',
    set: { KEYTURN_MAIL_SENDER: "" },
    breaks: mailComesFromTheSender,
    says: "as root@example.com should not be there",
  },
];
