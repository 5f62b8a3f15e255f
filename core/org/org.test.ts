import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Org, orgIdOf, slug } from "./org.ts";

const orgs = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/);

describe("an org's id", () => {
  test("has only lowercase letters, digits and single dashes, and fits a path", () => {
    fc.assert(
      fc.property(orgs, (org) => {
        expect(orgIdOf(org)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(orgIdOf(org).length).toBeLessThanOrEqual(24 + 1 + 16);
      }),
    );
  });

  test("is another for every org, those too that look alike", () => {
    fc.assert(
      fc.property(orgs, orgs, (one, other) => {
        expect(orgIdOf(one) === orgIdOf(other)).toBe(one === other);
      }),
    );
    const alike = ["acme", "Acme", "ACME", "a-cme", "a_cme", "acme-", "acme_"];
    expect(new Set(alike.map(orgIdOf)).size).toBe(alike.length);
  });

  test("stays the same for ever: folders and users are named by it", () => {
    expect(orgIdOf("acme")).toBe("acme-f2hx2kmuffdph3nc");
    expect(orgIdOf("Acme")).toBe("acme-ejrly64p7h2f2rxv");
    expect(orgIdOf("a-very-long-name-with-dash-at-24-x")).toBe("a-very-long-name-with-da-pmtmtw3ar75qejfm");
  });

  test.each(["", "-acme", "_acme", "acme/..", "acme ", "ac.me", "äcme", "a".repeat(64)])(
    "%j is no org",
    (text) => {
      expect(Org.safeParse(text).success).toBe(false);
    },
  );
});

describe("a slug", () => {
  test("is safe in a path, a key and a policy, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 64 }), (text, max) => {
        expect(slug(text, max)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug(text, max).length).toBeLessThanOrEqual(max);
      }),
    );
  });

  test.each([
    ["Sales data", "sales-data"],
    ["  Größe & Müll!  ", "gro-e-mu-ll"],
    ["../../etc", "etc"],
    ["***", "x"],
    ["", "x"],
  ])("of %j is %j", (text, expected) => {
    expect(slug(text, 40)).toBe(expected);
  });
});
