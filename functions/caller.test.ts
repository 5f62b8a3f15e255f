import { describe, expect, test } from "vitest";
import { DomainError } from "../core/errors.ts";
import { callerOf } from "./caller.ts";

const settings = {
  claims: { org: "org", role: "role", name: "name" },
  roleMap: undefined,
  supportClaims: ["act"],
};

function roleOf(role: unknown, roleMap?: Record<string, string>): unknown {
  const map = roleMap && (new Map(Object.entries(roleMap)) as never);
  try {
    return callerOf({ sub: "u1", org: "acme", role }, "r1", { ...settings, roleMap: map }).role;
  } catch (error) {
    return error instanceof DomainError ? error.code : error;
  }
}

describe("the role of a caller", () => {
  test.each([
    ["admin", "admin"],
    ["[member admin]", "admin"],
    ["[admin support]", "support"],
    ["[admin SUPPORT]", "support"],
    ["[viewer admin]", "admin"],
    ["[]", "forbidden"],
    ["[admin", "forbidden"],
    ["[viewer,admin]", "forbidden"],
    ["[[x admin y]]", "forbidden"],
    ["Admin", "forbidden"],
    ["", "forbidden"],
    [undefined, "forbidden"],
    [{ admin: true }, "forbidden"],
    ["__proto__", "forbidden"],
    ["[constructor toString]", "forbidden"],
  ])("of the claim %j is %s", (claim, role) => {
    expect(roleOf(claim)).toBe(role);
  });

  test.each([
    ["Support Staff", { "Support Staff": "support", admin: "admin" }, "support"],
    ["[Support Staff admin]", { "Support Staff": "support", admin: "admin" }, "support"],
    ["[Storage Admin]", { "Storage Admin": "member", Admin: "super_admin" }, "member"],
    ["[Storage Admin Admin]", { "Storage Admin": "member", Admin: "super_admin" }, "super_admin"],
    ["[admin]", { Administrator: "admin" }, "forbidden"],
    ["[Administrator support]", { Administrator: "admin" }, "support"],
    ["support", { Administrator: "admin" }, "support"],
    ["[Administrator Support]", { Administrator: "admin" }, "support"],
    ["Support", { Support: "member" }, "member"],
    ["support", { support: "member" }, "member"],
  ])("of %s, mapped by %j, is %s", (claim, roleMap, role) => {
    expect(roleOf(claim, roleMap)).toBe(role);
  });
});

test("somebody acting for the user is support, whatever the claim says of it", () => {
  for (const value of ["", "{}", "false", null]) {
    const claims = { sub: "u1", org: "acme", role: "admin", act: value };
    expect(callerOf(claims, "r1", settings).role).toBe("support");
  }
});

describe("the name of a caller", () => {
  const nameOf = (name: unknown) =>
    callerOf({ sub: "u1", org: "acme", role: "admin", name }, "r1", settings).name;

  test("is the claim's, else the subject's", () => {
    expect([nameOf("\u001b[31mAda"), nameOf("Ada\nLovelace"), nameOf("Åse 東")]).toEqual([
      "u1",
      "u1",
      "Åse 東",
    ]);
    expect([nameOf("Ada"), nameOf(undefined), nameOf(""), nameOf("x".repeat(257))]).toEqual([
      "Ada",
      "u1",
      "u1",
      "u1",
    ]);
  });

  test("is never Keyturn's own", () => {
    expect([nameOf("Keyturn"), nameOf(" keyTurn ")]).toEqual(["u1", "u1"]);
    const alike = ["Key\u200bturn", "\u2060Keyturn\ufeff", "\uff2beyturn", "Key\u00adturn"];
    expect(alike.map(nameOf)).toEqual(alike.map(() => "u1"));
  });

  test("turns nothing around on a page, and joins letters as its language does", () => {
    const [turned, broken, joined] = ["\u202eadA", "Ada\u2028Keyturn", "\u0645\u06cc\u200c\u062e"];
    expect([turned, broken, joined].map(nameOf)).toEqual(["u1", "u1", joined]);
  });

  test("a sub that stands in for it is held to the same", () => {
    const nameBy = (sub: string) => callerOf({ sub, org: "acme", role: "admin" }, "r1", settings).name;
    const subs = ["\u001b[31mAda", "\u202eadA", "Keyturn", "auth0|Ada 東"];
    expect(subs.map(nameBy)).toEqual(["\ufffd[31mAda", "\ufffdadA", "sub Keyturn", "auth0|Ada 東"]);
  });
});
