import * as z from "zod";
import { type Caller, Role } from "../core/caller/caller.ts";
import { DomainError } from "../core/errors.ts";
import { Org } from "../core/org/org.ts";
import { env } from "./env.ts";

/** What API Gateway's JWT authorizer passes on: every claim is a string, an array comes as `[a b]`. */
export type Claims = Record<string, unknown>;

type ClaimSettings = Pick<ReturnType<typeof env>, "claims" | "roleMap" | "supportClaims">;

const Text = z.string().min(1).max(256);

/** Strongest first: somebody with several roles acts in the strongest. */
const byStrength = Role.options;

/**
 * The caller behind a verified token. Somebody acting for the user, and whoever holds a support role beside
 * others, is support. Throws forbidden where a claim is missing or unusable.
 */
export function callerOf(claims: Claims, correlationId: string, settings: ClaimSettings = env()): Caller {
  const sub = Text.safeParse(claims.sub);
  if (!sub.success) throw forbiddenClaim("sub");
  const org = Org.safeParse(claims[settings.claims.org]);
  if (!org.success) throw forbiddenClaim(settings.claims.org);
  const name = Text.safeParse(claims[settings.claims.name]);
  return {
    org: org.data,
    sub: sub.data,
    name: name.success ? name.data : sub.data,
    role: roleOf(claims, settings),
    correlationId,
  };
}

function roleOf(claims: Claims, settings: ClaimSettings): Role {
  if (settings.supportClaims.some((name) => claims[name] !== undefined)) return "support";
  const named = valuesOf(claims[settings.claims.role]);
  const roles = named.flatMap((value) => {
    const role = settings.roleMap ? settings.roleMap.get(value) : Role.safeParse(value).data;
    return role ? [role] : [];
  });
  if (roles.includes("support")) return "support";
  const strongest = byStrength.find((role) => roles.includes(role));
  if (!strongest) throw forbiddenClaim(settings.claims.role);
  return strongest;
}

function valuesOf(claim: unknown): string[] {
  if (typeof claim !== "string") return [];
  const list = /^\[(.*)\]$/s.exec(claim);
  return list ? (list[1] ?? "").split(/[\s,]+/).filter((value) => value !== "") : [claim];
}

function forbiddenClaim(name: string): DomainError {
  return new DomainError("forbidden", `The token's claim "${name}" is missing or names nothing known here.`);
}
