import * as z from "zod";
import { type Caller, KEYTURN, Role } from "../core/caller/caller.ts";
import { DomainError } from "../core/errors.ts";
import { Org } from "../core/org/org.ts";
import { env } from "./env.ts";

/** What API Gateway's JWT authorizer passes on: every claim is a string, an array comes as `[a b]`. */
export type Claims = Record<string, unknown>;

type ClaimSettings = Pick<ReturnType<typeof env>, "claims" | "roleMap" | "supportClaims">;

const Text = z.string().min(1).max(256);
/** Characters that move a terminal's cursor, break a line, or turn what follows on the page around. */
const UNSHOWN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
/** What is shown to others, in terminals too. */
const Shown = Text.refine((text) => !UNSHOWN.test(text));

/** Strongest first: somebody with several roles acts in the strongest. */
const byStrength = Role.options;
/** Without a role map the issuer calls the roles as Keyturn does. */
const ownNames: ReadonlyMap<string, Role> = new Map(Role.options.map((role) => [role, role]));

/**
 * The caller behind a verified token. Somebody acting for the user, and whoever holds a support role beside
 * others, is support. Throws forbidden where a claim is missing or unusable.
 */
export function callerOf(claims: Claims, correlationId: string, settings: ClaimSettings = env()): Caller {
  const sub = Text.safeParse(claims.sub);
  if (!sub.success) throw forbiddenClaim("sub");
  const org = Org.safeParse(claims[settings.claims.org]);
  if (!org.success) throw forbiddenClaim(settings.claims.org);
  const name = Shown.safeParse(claims[settings.claims.name]);
  return {
    org: org.data,
    sub: sub.data,
    name: name.success && !isKeyturnItself(name.data) ? name.data : shownSub(sub.data),
    role: roleOf(claims, settings),
    correlationId,
  };
}

/** What Keyturn does by itself is recorded under its name: nobody else has it, nor one that looks the same by what nobody sees. */
function isKeyturnItself(name: string): boolean {
  const seen = name.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  return seen.trim().toLowerCase() === KEYTURN.toLowerCase();
}

/** A sub stands in for a name that is none, and is held to the same. */
function shownSub(sub: string): string {
  const shown = sub.replace(new RegExp(UNSHOWN, "gu"), "\ufffd");
  return isKeyturnItself(shown) ? `sub ${shown}` : shown;
}

function roleOf(claims: Claims, settings: ClaimSettings): Role {
  if (settings.supportClaims.some((name) => claims[name] !== undefined)) return "support";
  const roleMap = settings.roleMap ?? ownNames;
  // Support staff stay support when an operator forgot to map them, however the name is written.
  const known = new Map([["support", "support" as const], ...roleMap]);
  const roles = valuesOf(claims[settings.claims.role], [...known.keys()]).map(
    (name) => known.get(name) ?? (name.toLowerCase() === "support" ? "support" : undefined),
  );
  if (roles.includes("support")) return "support";
  const strongest = byStrength.find((role) => roles.includes(role));
  if (!strongest) throw forbiddenClaim(settings.claims.role);
  return strongest;
}

/**
 * The claim's values. API Gateway writes an array as `[a b]`, in which a name with a space cannot be told from two
 * names: the longest name that is known counts, and only that.
 */
function valuesOf(claim: unknown, known: string[]): string[] {
  if (typeof claim !== "string") return [];
  const list = /^\[([^[\]]*)\]$/.exec(claim);
  if (!list) return [claim];
  const words = (list[1] ?? "").split(/\s+/).filter((word) => word !== "");
  const wordsMax = Math.max(...known.map((name) => name.split(/\s+/).length));
  const values: string[] = [];
  for (let at = 0; at < words.length; ) {
    const lengths = Array.from({ length: wordsMax }, (_, shorter) => wordsMax - shorter);
    const length = lengths.find((count) => known.includes(words.slice(at, at + count).join(" "))) ?? 1;
    values.push(words.slice(at, at + length).join(" "));
    at += length;
  }
  return values;
}

function forbiddenClaim(name: string): DomainError {
  return new DomainError("forbidden", `The token's claim "${name}" is missing or names nothing known here.`);
}
