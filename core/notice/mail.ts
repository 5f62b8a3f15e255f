import type { Instant } from "../clock.ts";

/** What one person is written. No field of it can hold a secret: nothing that it is made of has one. */
export interface Message {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Sends mail. */
export interface Mail {
  /**
   * `refused`: this mail will never go out, and was not sent. Sent once: throws CallFailed where nothing is known, and
   * where mail as a whole is refused for now. Not begun after `until`.
   */
  send(message: Message, until: Instant): Promise<"sent" | "refused">;
}
