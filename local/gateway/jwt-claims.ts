/** The claims of a verified token in the form in which an HTTP API hands them to a Lambda. */
export interface JwtAuthorizer {
  claims: Record<string, string>;
  /** `null` when the token has neither `scp` nor `scope`. */
  scopes: string[] | null;
}

/**
 * Every claim becomes a string, as Go would print it: `["a","b"]` is `[a b]`, numbers and booleans are spelled out, an
 * object is JSON text, and a claim that is null is left out. (AWS documents none of this; it is what the service sends.)
 */
export function jwtAuthorizer(claims: Record<string, unknown>): JwtAuthorizer {
  const strings: Record<string, string> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (value !== null && value !== undefined) strings[name] = claimText(value);
  }
  return { claims: strings, scopes: scopesOf(claims) };
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(" ")}]`;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return String(value);
}

function scopesOf({ scp, scope }: Record<string, unknown>): string[] | null {
  for (const claim of [scp, scope]) {
    if (Array.isArray(claim)) return claim.map(String);
    if (typeof claim === "string") return claim.split(/\s+/).filter((word) => word !== "");
  }
  return null;
}
