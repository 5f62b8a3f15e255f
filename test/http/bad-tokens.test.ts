import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { stateOf } from "../support/left-behind.ts";
import { expectUnauthorized } from "../support/problem.ts";
import { watchOutput } from "../support/process-output.ts";
import { makeTarget, requestOf, routeNames, routeTable, type Target } from "../support/route-table.ts";

let laptop: Laptop;
let good: string;
let target: Target;
let before: object;
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
beforeAll(async () => {
  laptop = await startLaptop({ POWERTOOLS_LOG_LEVEL: "DEBUG" });
  good = await laptop.token();
  target = await makeTarget(laptop, good);
  before = await stateOf(laptop, "acme");
});
afterAll(() => laptop.close());

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const withClaims = (claims: object) => () => laptop.token("admin", "acme", { claims });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const partsOf = (token: string) => token.split(".") as [string, string, string];
const headerOf = (token: string) => JSON.parse(Buffer.from(partsOf(token)[0], "base64url").toString());

/** The good token's claims under another header, signed by whoever. */
function forged(header: object, signature: (signed: string) => Buffer): string {
  const signed = `${part({ ...headerOf(good), ...header })}.${partsOf(good)[1]}`;
  return `${signed}.${signature(signed).toString("base64url")}`;
}
const rsa = (key: KeyObject) => (signed: string) => sign("sha256", Buffer.from(signed), key);
const hmac = (secret: string | Buffer) => (signed: string) =>
  createHmac("sha256", secret).update(signed).digest();
const issuerKey = () => {
  const jwk = JSON.parse(readFileSync(join(laptop.dataDir, "issuer.json"), "utf8"));
  return createPublicKey({ key: { kty: jwk.kty, n: jwk.n, e: jwk.e }, format: "jwk" });
};
const nothing = () => Buffer.alloc(0);

test.each<[string, () => string | Promise<string>]>([
  ["that has expired", withClaims({ exp: inSeconds(-1) })],
  ["without an end", withClaims({ exp: null })],
  ["whose end is text", withClaims({ exp: String(inSeconds(3600)) })],
  ["that is not valid yet", withClaims({ nbf: inSeconds(3600) })],
  ["issued in the future", withClaims({ iat: inSeconds(3600) })],
  ["of another issuer", withClaims({ iss: "https://evil.example" })],
  ["of no issuer", withClaims({ iss: null })],
  ["for another audience", withClaims({ aud: "billing" })],
  ["for no audience", withClaims({ aud: [] })],
  ["that is unsigned", () => forged({ alg: "none" }, nothing)],
  ["that is unsigned and says RS256", () => forged({}, nothing)],
  ["that spells none its own way", () => forged({ alg: "nOnE" }, nothing)],
  [
    "signed with the public key as a secret (PEM)",
    () => forged({ alg: "HS256" }, hmac(issuerKey().export({ type: "spki", format: "pem" }))),
  ],
  [
    "signed with the public key as a secret (DER)",
    () => forged({ alg: "HS256" }, hmac(issuerKey().export({ type: "spki", format: "der" }))),
  ],
  ["signed by another key of the same name", () => forged({}, rsa(other.privateKey))],
  ["signed by a key of another name", () => forged({ kid: "other" }, rsa(other.privateKey))],
  [
    "that brings its own key",
    () => forged({ jwk: other.publicKey.export({ format: "jwk" }) }, rsa(other.privateKey)),
  ],
  [
    "that says where its key is",
    () => forged({ jku: "https://evil.example/jwks.json", kid: "evil" }, rsa(other.privateKey)),
  ],
  [
    "with other claims than were signed",
    () => {
      const [header, claims, signature] = partsOf(good);
      const changed = { ...JSON.parse(Buffer.from(claims, "base64url").toString()), org: "victim" };
      return `${header}.${part(changed)}.${signature}`;
    },
  ],
  ["cut short", () => good.slice(0, -5)],
  ["of two parts", () => partsOf(good).slice(0, 2).join(".")],
  ["of four parts", () => `${good}.x`],
  ["that is a word", () => "admin"],
  ["whose header is no JSON", () => `!!.${partsOf(good)[1]}.${partsOf(good)[2]}`],
])("a token %s is refused on every route, and not a word of it logged", async (_, make) => {
  const token = await make();
  const output = watchOutput();
  try {
    for (const name of routeNames.filter((one) => routeTable[one].who !== "open")) {
      const { method, path, body } = requestOf(name, target);
      expectUnauthorized(await laptop.call(method, path, { token, body }));
    }
  } finally {
    output.stop();
  }
  expect(output.text()).toBe("");
  expect(await stateOf(laptop, "acme")).toEqual(before);
});

test.each(["", "Bearer", "Bearer ", "Basic YWRtaW46YWRtaW4=", "Token x", "null", "Bearer null"])(
  "the authorization %j is none",
  async (authorization) => {
    expectUnauthorized(await laptop.call("GET", "/v1/me", { headers: { authorization } }));
  },
);

test("a token in the query or in a cookie does not count", async () => {
  const query = `access_token=${good}&authorization=${good}&token=${good}`;
  expectUnauthorized(await laptop.call("GET", `/v1/me?${query}`));
  expectUnauthorized(await laptop.call("GET", "/v1/me", { headers: { cookie: `authorization=${good}` } }));
});
