import { type CryptoKey, compactVerify, decodeProtectedHeader, type JWTPayload } from "jose";

/** A token that was refused. `description` is fit for `www-authenticate`; it never quotes the token. */
class TokenRefused extends Error {
  override name = "TokenRefused";
  readonly description: string;

  constructor(description: string) {
    super(description);
    this.description = description;
  }
}

export interface Verification {
  /** One public key per algorithm and key id. */
  keyFor(alg: string, kid: string | undefined): Promise<CryptoKey | undefined>;
  issuer: string;
  audience: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

const algorithms = ["RS256", "RS384", "RS512"];

/**
 * Checks a token as API Gateway's JWT authorizer does, in its order: algorithm and signature (RSA only), `iss`, `aud`
 * (`client_id` only where there is no `aud`), `exp` (required), `nbf`, `iat`. Without leeway, in whole seconds.
 */
export async function verifyToken(token: string, verification: Verification): Promise<JWTPayload> {
  const claims = await verifySignature(token, verification);
  const { issuer, audience } = verification;
  if (claims.iss !== issuer) throw new TokenRefused("issuer does not match");
  const audiences = [claims.aud ?? claims.client_id].flat();
  if (!audiences.includes(audience)) throw new TokenRefused("the token does not have a valid audience");
  const now = Math.floor(verification.now() / 1000);
  if (!isTime(claims.exp) || claims.exp <= now) throw new TokenRefused("the token has expired");
  if (claims.nbf !== undefined && !(isTime(claims.nbf) && claims.nbf <= now)) {
    throw new TokenRefused("the token is not valid yet");
  }
  if (claims.iat !== undefined && !(isTime(claims.iat) && claims.iat <= now)) {
    throw new TokenRefused("the token was issued in the future");
  }
  return claims;
}

function isTime(claim: unknown): claim is number {
  return typeof claim === "number" && Number.isFinite(claim);
}

async function verifySignature(token: string, { keyFor }: Verification): Promise<JWTPayload> {
  if (token.split(".").length !== 3) throw new TokenRefused("token contains an invalid number of segments");
  const { alg, kid } = headerOf(token);
  if (typeof alg !== "string" || !algorithms.includes(alg))
    throw new TokenRefused("signing method is invalid");
  const key = await keyFor(alg, typeof kid === "string" ? kid : undefined);
  if (!key) throw new TokenRefused("unable to find a signing key that matches");
  let payload: Uint8Array;
  try {
    ({ payload } = await compactVerify(token, key, { algorithms: [alg] }));
  } catch {
    throw new TokenRefused("signature is invalid");
  }
  return claimsOf(payload);
}

function headerOf(token: string): { alg?: unknown; kid?: unknown } {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new TokenRefused("token is malformed");
  }
}

function claimsOf(payload: Uint8Array): JWTPayload {
  try {
    const claims: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    if (typeof claims === "object" && claims !== null && !Array.isArray(claims)) return { ...claims };
  } catch {
    // Falls through to the refusal.
  }
  throw new TokenRefused("token is malformed");
}
