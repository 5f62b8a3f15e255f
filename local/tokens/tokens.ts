import { type CryptoKey, importJWK, type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { issuerKey } from "./issuer-key.ts";
import { verifyToken } from "./verify-token.ts";

export interface IssuerOptions {
  /** The key pair is kept here, in `issuer.json`. */
  dataDir: string;
  issuer?: string;
  audience?: string;
}

interface TokenRequest {
  org: string;
  role: string;
  /** `local-user` unless given. */
  sub?: string;
  name?: string;
  /** 12 hours unless given; may be negative, for a token that has expired. */
  expiresInSeconds?: number;
  /** Further claims; they win over those above. */
  claims?: Record<string, unknown>;
}

/** The token issuer of the laptop cloud. */
export interface Issuer {
  mint(request: TokenRequest): Promise<string>;
  /** Resolves to the claims, or throws `TokenRefused`. */
  verify(token: string): Promise<JWTPayload>;
  /** The public half, as an identity provider publishes it. */
  jwks: JSONWebKeySet;
}

/**
 * Opens the issuer kept under `dataDir`, or founds it. Tokens live by the real clock, not by the laptop cloud's: a clock
 * moved by half a year must not lock its user out.
 */
export async function createIssuer(options: IssuerOptions): Promise<Issuer> {
  const { dataDir, issuer = "https://keyturn.local", audience = "keyturn" } = options;
  const { kid, ...jwk } = await issuerKey(dataDir);
  const publicJwk = { kty: jwk.kty, n: jwk.n, e: jwk.e } as { kty: "RSA"; n: string; e: string };
  const privateKey = await importJWK({ ...jwk, alg: "RS256" }, "RS256");
  const publicKeys = new Map<string, CryptoKey>();
  for (const alg of ["RS256", "RS384", "RS512"]) {
    publicKeys.set(alg, (await importJWK(publicJwk, alg)) as CryptoKey);
  }

  return {
    async mint({ org, role, sub = "local-user", name, expiresInSeconds = 12 * 3600, claims }) {
      const now = Math.floor(Date.now() / 1000);
      const payload = { org, role, ...(name !== undefined && { name }) };
      const times = { iat: now, exp: now + expiresInSeconds };
      return new SignJWT({ iss: issuer, aud: audience, sub, ...payload, ...times, ...claims })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
        .sign(privateKey);
    },
    verify: (token) =>
      verifyToken(token, {
        keyFor: async (alg, tokenKid) => (tokenKid === kid ? publicKeys.get(alg) : undefined),
        issuer,
        audience,
        now: Date.now,
      }),
    jwks: { keys: [{ ...publicJwk, kid, alg: "RS256", use: "sig" }] },
  };
}
