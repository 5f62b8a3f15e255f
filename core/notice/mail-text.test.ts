import { describe, expect, test } from "vitest";
import { Secret } from "../secret.ts";
import { anEventOf, aPipeline, NEW_KEY, OLD_KEY } from "../testing/sample-notices.ts";
import { concerning } from "./concerning.ts";
import { type Letter, lettersTo } from "./letters.ts";
import { messageTo } from "./mail-text.ts";

const nightly = aPipeline("acme", "nightly", { name: "Nightly load", contacts: ["ada@example.com"] });
const weekly = aPipeline("acme", "weekly", {
  name: "Weekly report",
  kind: "rule",
  contacts: ["Ada@Example.com"],
});

/** What a mail program shows. */
function shownOf(html: string): string {
  const text = html.replaceAll(/<title>.*<\/title>/g, "").replaceAll(/<[^>]+>/g, " ");
  return text.replaceAll("&#39;", "'");
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}/-]{2,}/gu) ?? [];
}

/** The elements that are not closed, or closed where others are open. */
function leftOpenIn(html: string): string[] {
  const open: string[] = [];
  for (const [, end, name = ""] of html.matchAll(/<(\/?)([a-z]+)[^>]*>/g)) {
    if (name === "meta") continue;
    if (end && open.at(-1) === name) open.pop();
    else open.push(end + name);
  }
  return open;
}

function only(letters: Letter[]): Letter {
  expect(letters).toHaveLength(1);
  return letters[0] as Letter;
}

test("a mail says what happened, what to do, which keys, by when, and which pipelines", () => {
  const { to, subject, text } = messageTo(
    only(lettersTo([nightly, weekly], [])),
    anEventOf("KeyRotated", { data: { folder: "acme-1/sales-data-1/" } }),
  );
  expect([to, subject]).toEqual([
    "ada@example.com",
    "Update the access key of “Sales data” now: the old one no longer works",
  ]);
  expect(text).toMatchInlineSnapshot(`
    "The access key of “Sales data” was reset: AKIANEW0000000000001 has taken the place of AKIAOLD0000000000001. The old key no longer works.

    What to do: Put the new access key into these pipelines now: until then the folder cannot be reached. Its secret was shown once, to whoever asked for it, and is never mailed: get it from them, or reset the key again.

    Data service: Sales data
    Bucket: keyturn-test-us-east-1
    Folder: acme-1/sales-data-1/
    Access key to use: AKIANEW0000000000001
    Old access key: AKIAOLD0000000000001
    Update by: now

    It concerns these pipelines:
    - Nightly load (data pipeline nightly)
    - Weekly report (rule weekly)

    You get this mail because you are named as a contact in Keyturn, which manages these keys."
  `);
});

describe.each(concerning)("a mail about %s", (type) => {
  const mail = () => messageTo(only(lettersTo([nightly, weekly], [])), anEventOf(type));

  test("says in HTML what it says in text, and no more", () => {
    const { text, html } = mail();
    expect(wordsOf(shownOf(html))).toEqual(wordsOf(text));
  });

  test("names the data service, its bucket and folder, and both pipelines", () => {
    const { text } = mail();
    for (const part of [
      "Sales data",
      "keyturn-test-us-east-1",
      "Folder: acme-",
      "Nightly load (data pipeline nightly)",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("- Weekly report (rule weekly)");
    expect(text).toMatch(new RegExp(`${OLD_KEY}|${NEW_KEY}`));
  });
});

describe.each([
  [0, "whatever uses it", undefined],
  [1, "this pipeline", "It concerns this pipeline:"],
  [2, "these pipelines", "It concerns these pipelines:"],
  [40, "these pipelines", "It concerns these pipelines:"],
])("a mail about a key of %i pipelines", (count, where, heading) => {
  const pipelines = Array.from({ length: count }, (_, n) => aPipeline("acme", `p${n}`));
  const mail = () => messageTo(only(lettersTo(pipelines, ["ops@example.com"])), anEventOf("KeyRotated"));

  test("says where to put the new one", () => {
    const { text } = mail();
    expect(text).toContain(`Put the new access key into ${where} now`);
    expect(/^It concerns.*$/m.exec(text)?.[0]).toBe(heading);
  });

  test("says in HTML what it says in text, and no more", () => {
    const { text, html } = mail();
    expect(wordsOf(shownOf(html))).toEqual(wordsOf(text));
  });

  test("is HTML in which each element is closed in its turn, and titled as the subject is", () => {
    const { subject, html } = mail();
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(/<title>(.*)<\/title>/.exec(html)?.[1]).toBe(subject);
    expect(leftOpenIn(html)).toEqual([]);
  });
});

test("a deadline that is still to come is told as a date", () => {
  const event = anEventOf("KeyRotated", {
    data: { mode: "staged", previousKeyValidUntil: "2026-03-08T12:00:00.000Z" },
  });
  const { text } = messageTo(only(lettersTo([nightly], [])), event);
  expect(text).toContain("\nUpdate by: Sunday 8 March 2026, 12:00 UTC\n");
});

describe("what others have named", () => {
  const name = `<img src=x onerror=alert(1)> & "Co"\r\nBcc: everybody@example.com\u202e`;
  const event = anEventOf("KeyRotated", { data: { serviceName: name } });
  const mail = () => messageTo(only(lettersTo([{ ...nightly, name }], [])), event);

  test("is text in the HTML", () => {
    const { html } = mail();
    expect(html).not.toContain("<img");
    expect(html).toContain(
      "&lt;img src=x onerror=alert(1)&gt; &amp; &#39;Co&#39; Bcc: everybody@example. com",
    );
  });

  test("stays on its line, in the subject and in the text", () => {
    const { subject, text } = mail();
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(text).not.toMatch(/[\r\u202e]/);
  });
});

describe("a name that says something else", () => {
  const attack =
    "x” was reset. Confirm at https://evil.example/login or www.evil.example and you’re \u200bdone";
  const event = anEventOf("KeyRotated", { data: { serviceName: attack } });
  const pipeline = { ...nightly, pipelineId: "evil.example", name: attack };
  const mail = () => messageTo(only(lettersTo([pipeline], [])), event);
  const shown = "x' was reset. Confirm at https: //evil. example/login or www. evil. example and you’re done";

  test("stays in its quotation marks, in subject, text and HTML", () => {
    const { subject, text, html } = mail();
    expect(subject).toMatch(/^Update the access key of “[^“”"]*” now: the old one no longer works$/);
    expect(text).toContain(`The access key of “${shown}” was reset`);
    expect(text).toContain(`- ${shown} (data pipeline evil. example)`);
    expect(html).toContain(`The access key of “${shown.replace("'", "&#39;")}” was reset`);
  });

  test("is nothing to click on", () => {
    const { subject, text, html } = mail();
    for (const part of [subject, text, html])
      expect(part).not.toMatch(/:\/\/|www\.\S|evil\.example|\p{Cf}/iu);
  });

  test.each([
    ["HTTP\u00ad://a", "HTTP: //a"],
    ["ht\u{e0074}tps:/\u2060/a.b", "https: //a. b"],
    ["WWW.1and1.com", "WWW. 1and1. com"],
    ["evil。example", "evil。 example"],
    ["\\\\server\\share", "\\ \\server\\share"],
    ["„x‟ \u2033y＂", "'x' 'y'"],
    ["v1.2, no. 3", "v1.2, no. 3"],
  ])("%j is shown as %j", (serviceName, expected) => {
    const { text: said } = messageTo(
      only(lettersTo([], ["ops@example.com"])),
      anEventOf("KeyRotated", { data: { serviceName } }),
    );
    expect(said).toContain(`Data service: ${expected}\n`);
  });
});

describe("who is written to", () => {
  const letters = (...args: Parameters<typeof lettersTo>) =>
    lettersTo(...args).map(({ to, pipelines, further }) => [
      to,
      pipelines.map((one) => one.pipelineId),
      further,
    ]);

  test("is each contact once, about their own pipelines", () => {
    const other = aPipeline("acme", "hourly", { contacts: ["bob@example.com", "ada@example.com"] });
    expect(letters([nightly, other], []).sort()).toEqual([
      ["ada@example.com", ["nightly", "hourly"], 0],
      ["bob@example.com", ["hourly"], 0],
    ]);
  });

  test("is once who is named twice, however the address is written", () => {
    expect(letters([nightly, weekly], ["ADA@example.com"])).toEqual([
      ["ADA@example.com", ["nightly", "weekly"], 0],
    ]);
    const twice = aPipeline("acme", "hourly", { contacts: ["bob@example.com", "BOB@example.com"] });
    expect(letters([twice], [])).toEqual([["bob@example.com", ["hourly"], 0]]);
  });

  test("is each contact of the policy, about all pipelines, or none", () => {
    expect(letters([], ["ops@example.com"])).toEqual([["ops@example.com", [], 0]]);
    const quiet = aPipeline("acme", "hourly");
    expect(letters([quiet], ["ops@example.com"])).toEqual([["ops@example.com", ["hourly"], 0]]);
    expect(letters([quiet], [])).toEqual([]);
  });

  test("names the first twenty of the others, and counts them all", () => {
    const many = Array.from({ length: 1_000 }, (_, n) => aPipeline("acme", `p${n}`));
    const letter = only(lettersTo([...many, nightly], ["ada@example.com"]));
    expect(letter.pipelines.map((one) => one.pipelineId)).toEqual([
      "nightly",
      ...many.slice(0, 20).map((one) => one.pipelineId),
    ]);
    const { text, html } = messageTo(letter, anEventOf("KeyRotated"));
    expect(text).toContain("\nand 980 more\n");
    expect(html).toContain("and 980 more");
  });
});

test("nothing that a secret is in gets into a mail", () => {
  const canary = "wJalrXUtnFEMIcanaryKEY";
  const event = anEventOf("KeyRotated", {
    data: { secretAccessKey: canary, secret: new Secret(canary) } as object,
  });
  expect(JSON.stringify(messageTo(only(lettersTo([nightly], [])), event))).not.toContain("canary");
});
