import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, exportSPKI, generateKeyPair, importJWK, jwtVerify, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issuerKey } from "./issuer-key.ts";
import { createIssuer, type Issuer } from "./tokens.ts";

describe("the local token issuer", () => {
  let dataDir: string;
  let issuer: Issuer;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "keyturn-tokens-"));
    issuer = await createIssuer({ dataDir });
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const now = () => Math.floor(Date.now() / 1000);
  const minted = (claims: Record<string, unknown>) => issuer.mint({ org: "acme", role: "admin", claims });
  const refusal = (token: string) =>
    issuer.verify(token).then(
      () => "accepted",
      (error) => (error.name === "TokenRefused" ? error.description : error),
    );
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

  it("mints tokens that say who, of which org, in what role", async () => {
    const token = await issuer.mint({
      org: "acme",
      role: "member+",
      sub: "u-1",
      name: "Zoë",
      claims: { act: { sub: "staff" }, roles: ["a", "b"] },
    });
    const claims = await issuer.verify(token);
    expect(claims).toMatchObject({
      iss: "https://keyturn.local",
      aud: "keyturn",
      sub: "u-1",
      name: "Zoë",
      org: "acme",
      role: "member+",
      act: { sub: "staff" },
      roles: ["a", "b"],
    });
    expect(Number(claims.exp) - now()).toBeGreaterThan(11 * 3600);
  });

  it("publishes the public half of its key, and nothing of the private one", async () => {
    expect(Object.keys(issuer.jwks.keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    const token = await issuer.mint({ org: "acme", role: "admin" });
    const { payload } = await jwtVerify(token, createLocalJWKSet(issuer.jwks), { audience: "keyturn" });
    expect(payload.org).toBe("acme");
  });

  it("keeps its key over a restart, in a file only its owner can read", async () => {
    const token = await issuer.mint({ org: "acme", role: "admin" });
    const again = await createIssuer({ dataDir });
    await expect(again.verify(token)).resolves.toMatchObject({ org: "acme" });
    expect(statSync(join(dataDir, "issuer.json")).mode & 0o777).toBe(0o600);
  });

  it("agrees on one key when started twice at once", async () => {
    const fresh = join(dataDir, "fresh");
    const keys = await Promise.all([issuerKey(fresh), issuerKey(fresh), issuerKey(fresh)]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
  });

  it("does not replace a key file it cannot read", async () => {
    const damaged = mkdtempSync(join(dataDir, "damaged-"));
    writeFileSync(join(damaged, "issuer.json"), '{"kty":"RSA"');
    await expect(createIssuer({ dataDir: damaged })).rejects.toThrow(/holds no issuer key/);
  });

  it.each([
    ["another issuer", { iss: "https://evil.example" }, "issuer does not match"],
    ["no issuer", { iss: undefined }, "issuer does not match"],
    ["another audience", { aud: "other" }, "the token does not have a valid audience"],
    ["no audience", { aud: undefined }, "the token does not have a valid audience"],
    [
      "aud before client_id",
      { aud: "other", client_id: "keyturn" },
      "the token does not have a valid audience",
    ],
    ["a past exp", { exp: 1_000_000_000 }, "the token has expired"],
    ["exp now", { exp: Math.floor(Date.now() / 1000) }, "the token has expired"],
    ["no exp", { exp: undefined }, "the token has expired"],
    ["exp that is no number", { exp: "9999999999" }, "the token has expired"],
    ["a future nbf", { nbf: 9_999_999_999 }, "the token is not valid yet"],
    ["nbf that is no number", { nbf: "0" }, "the token is not valid yet"],
    ["a future iat", { iat: 9_999_999_999 }, "the token was issued in the future"],
  ])("refuses a token with %s", async (_, claims, description) => {
    expect(await refusal(await minted(claims))).toBe(description);
  });

  it.each([
    ["client_id in place of aud", { aud: undefined, client_id: "keyturn" }],
    ["several audiences", { aud: ["other", "keyturn"] }],
    ["neither nbf nor iat", { iat: undefined }],
  ])("takes a token with %s", async (_, claims) => {
    expect(await refusal(await minted(claims))).toBe("accepted");
  });

  it("refuses what has expired by the real clock", async () => {
    const token = await issuer.mint({ org: "acme", role: "admin", expiresInSeconds: -1 });
    expect(await refusal(token)).toBe("the token has expired");
  });

  it("takes RS384 and RS512 of the same key, and no other algorithm", async () => {
    const key = await issuerKey(dataDir);
    const sign = async (alg: string) =>
      new SignJWT({ iss: "https://keyturn.local", aud: "keyturn", exp: now() + 60 })
        .setProtectedHeader({ alg, kid: key.kid })
        .sign(await importJWK({ ...key, alg }, alg));
    expect(await refusal(await sign("RS384"))).toBe("accepted");
    expect(await refusal(await sign("RS512"))).toBe("accepted");
    expect(await refusal(await sign("PS256"))).toBe("signing method is invalid");
  });

  it("refuses a token that is not signed, or signed with the public key as a secret", async () => {
    const { kid } = await issuerKey(dataDir);
    const claims = part({
      iss: "https://keyturn.local",
      aud: "keyturn",
      exp: now() + 60,
      role: "super_admin",
    });
    expect(await refusal(`${part({ alg: "none", kid })}.${claims}.`)).toBe("signing method is invalid");
    const [jwk] = issuer.jwks.keys;
    const publicKey = await exportSPKI((await importJWK(jwk ?? {}, "RS256", { extractable: true })) as never);
    for (const alg of ["HS256", "RS256"]) {
      const signed = `${part({ alg, kid })}.${claims}`;
      const mac = createHmac("sha256", publicKey).update(signed).digest("base64url");
      expect(await refusal(`${signed}.${mac}`)).toBe(
        alg === "HS256" ? "signing method is invalid" : "signature is invalid",
      );
    }
  });

  it("refuses another key, even one the token brings along", async () => {
    const { kid } = await issuerKey(dataDir);
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    const forged = (header: object) =>
      new SignJWT({ iss: "https://keyturn.local", aud: "keyturn", exp: now() + 60 })
        .setProtectedHeader({ alg: "RS256", ...header })
        .sign(privateKey);
    expect(await refusal(await forged({ kid }))).toBe("signature is invalid");
    expect(await refusal(await forged({ kid: "other" }))).toBe("unable to find a signing key that matches");
    expect(await refusal(await forged({}))).toBe("unable to find a signing key that matches");
    const jwk = { kty: "RSA", ...(await crypto.subtle.exportKey("jwk", publicKey)) };
    expect(await refusal(await forged({ kid, jwk, jku: "http://evil.example" }))).toBe(
      "signature is invalid",
    );
  });

  it("refuses a token that was tampered with, or is none", async () => {
    const token = await minted({});
    const [header, , signature] = token.split(".");
    expect(await refusal(`${header}.${part({ org: "other" })}.${signature}`)).toBe("signature is invalid");
    expect(await refusal("not-a-token")).toBe("token contains an invalid number of segments");
    expect(await refusal("a.b.c")).toBe("token is malformed");
    expect(await refusal(`${part({ alg: ["RS256"] })}..`)).toBe("signing method is invalid");
    expect(await refusal("..")).toBe("token is malformed");
  });
});
