import * as z from "zod";

/** A mail address: 254 characters at most (RFC 5321, section 4.5.3.1.3, less the angle brackets). */
const Contact = z.email("expected a mail address").max(254, "a mail address has at most 254 characters");

/** Who is written to; each once. */
export function contactsUpTo(max: number) {
  return z
    .array(Contact)
    .max(max, `at most ${max} mail addresses`)
    .refine((contacts) => new Set(contacts).size === contacts.length, "name each mail address once");
}
