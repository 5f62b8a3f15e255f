import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";

/** A private RSA key with its key id. */
export type IssuerKey = JWK & { kid: string };

/**
 * The key pair of the local token issuer: made on first use, then kept in `issuer.json`, readable by its owner alone.
 * Two processes that start at once end up with the same key. Throws when the file is there but is not such a key:
 * writing a new one over it would silently end every token there is.
 */
export async function issuerKey(dataDir: string): Promise<IssuerKey> {
  const file = join(dataDir, "issuer.json");
  const kept = read(file);
  if (kept) return kept;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const fresh = await makeKey();
  const draft = `${file}.${fresh.kid}`;
  writeFileSync(draft, `${JSON.stringify(fresh)}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, file);
  } catch (error) {
    // Some file systems know no links; there, whoever comes last wins.
    if (!hasCode(error, "EEXIST")) renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  return read(file) ?? fresh;
}

async function makeKey(): Promise<IssuerKey> {
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
  return { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: "RS256", use: "sig" };
}

function read(file: string): IssuerKey | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
  const key = parse(text);
  if (!key) {
    throw new Error(
      `${file} holds no issuer key. Delete it to have a new one made; tokens minted before end with it.`,
    );
  }
  chmodSync(file, 0o600);
  return key;
}

function parse(text: string): IssuerKey | undefined {
  try {
    const { kty, kid, n, e, d } = JSON.parse(text);
    const whole = kty === "RSA" && [kid, n, e, d].every((part) => typeof part === "string" && part !== "");
    return whole ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
