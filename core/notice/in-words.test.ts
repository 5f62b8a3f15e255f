import { expect, test } from "vitest";
import { asHtml, onOneLine, upTo } from "./in-words.ts";

test.each([
  ["Sales\r\nBcc: everybody", "Sales Bcc: everybody"],
  ["one\u2028two\u2029three", "one two three"],
  ["one \t  two", "one two"],
  ["\n Sales data \u200b\n", "Sales data"],
  ["in\u00advisi\u200bble", "invisible"],
])("what somebody typed as %j is on one line: %j", (typed, shown) => {
  expect(onOneLine(typed)).toBe(shown);
});

test.each([
  ["12345", "12345"],
  ["123456", "1234…"],
  ["🔑🔑🔑🔑🔑", "🔑🔑🔑🔑🔑"],
  ["🔑🔑🔑🔑🔑🔑", "🔑🔑🔑🔑…"],
])("of %s, where there is room for five characters, %s is shown", (text, shown) => {
  expect(upTo(5, text)).toBe(shown);
});

test("what somebody typed is text in HTML, also inside a quoted attribute", () => {
  expect(asHtml(`<a href="x" title='y'>R&D &amp; more</a>`)).toBe(
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;R&amp;D &amp;amp; more&lt;/a&gt;",
  );
});
