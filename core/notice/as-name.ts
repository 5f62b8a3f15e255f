import { onOneLine } from "./in-words.ts";

/** Those that ours, or what looks like them, could be closed with. */
const QUOTATION_MARKS = /["“”„‟″〝〞＂]/gu;
/** Where a mail program would see the address of a page or a server: a space behind it, and there is none. */
const LINKED = /:(?=\/\/)|www\.(?=\S)|[.。．｡](?=\p{L})|\\(?=\\)/giu;

/**
 * A name or an id that a caller chose, as a mail shows it. It stays in its quotation marks and is nothing to click on: the
 * mail comes from a sender that its reader trusts.
 */
export function asName(name: string): string {
  return onOneLine(name).replaceAll(QUOTATION_MARKS, "'").replaceAll(LINKED, "$& ");
}
