import type { Instant } from "../clock.ts";

/** A subject that is longer is cut off by most mail programs. */
const SUBJECT_CHARACTERS_MAX = 150;
/** Control characters, line separators, lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;
/** What has no width, or turns the direction of the text around. */
const UNSEEN = /\p{Cf}+/gu;

const forPeople = new Intl.DateTimeFormat("en-GB", {
  ...{ weekday: "long", day: "numeric", month: "long", year: "numeric" },
  ...{ hour: "2-digit", minute: "2-digit", timeZone: "UTC" },
});

/** `Sunday 1 March 2026, 12:00 UTC`: nobody reads an ISO string, and nobody knows the reader's zone. */
export function inWords(instant: Instant): string {
  const parts = Object.fromEntries(
    forPeople.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]),
  );
  const { weekday, day, month, year, hour, minute } = parts;
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute} UTC`;
}

/** Text that somebody else gave, on one line: what it says cannot look like lines of ours. */
export function onOneLine(text: string): string {
  return text.replaceAll(UNSEEN, "").replaceAll(UNPRINTABLE, " ").replaceAll(/\s+/g, " ").trim();
}

/** A header's value: one line, and not too long. */
export function asSubject(text: string): string {
  return upTo(SUBJECT_CHARACTERS_MAX, onOneLine(text));
}

export function upTo(charactersMax: number, text: string): string {
  const characters = [...text];
  return characters.length <= charactersMax ? text : `${characters.slice(0, charactersMax - 1).join("")}…`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it, inside an element or a quoted attribute. */
export function asHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
