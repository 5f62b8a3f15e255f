import type { ConnectionRef } from "../connection/connection.ts";
import { CallFailed } from "../errors.ts";
import type { KeyPair } from "../key/key-pair.ts";
import { emptyVersionOf, type PairSecrets } from "../key/pair-secrets.ts";

interface MemorySecret {
  versions: Map<string, KeyPair | undefined>;
  current: string;
  previous?: string | undefined;
  pending?: string | undefined;
}

/** The in-memory twin of Secrets Manager, and what whoever reads a secret finds. */
export class MemorySecrets implements PairSecrets {
  readonly secrets = new Map<string, MemorySecret>();

  async keep(ref: ConnectionRef, version: string, pair: KeyPair) {
    const fresh: MemorySecret = { versions: new Map(), current: emptyVersionOf(ref) };
    const secret = this.secrets.get(nameOf(ref)) ?? fresh;
    if (secret.versions.size === 0) secret.versions.set(secret.current, undefined);
    if (!secret.versions.has(version)) {
      secret.versions.set(version, pair);
      secret.pending = version;
    }
    this.secrets.set(nameOf(ref), secret);
  }

  async promote(ref: ConnectionRef, version: string, from: string) {
    const secret = this.secrets.get(nameOf(ref));
    if (!secret?.versions.has(version)) throw new CallFailed("UpdateSecretVersionStage", "missing");
    if (secret.current === version) return;
    void from; // a call that finds another version current moves it from there
    Object.assign(secret, { previous: secret.current, current: version });
  }

  async drop(ref: ConnectionRef, version: string) {
    const secret = this.secrets.get(nameOf(ref));
    if (secret?.previous === version) secret.previous = undefined;
    if (secret?.pending === version) secret.pending = undefined;
  }

  async read(ref: ConnectionRef, version: string) {
    return this.secrets.get(nameOf(ref))?.versions.get(version);
  }

  async delete(ref: ConnectionRef) {
    this.secrets.delete(nameOf(ref));
  }

  /** The id of the key that a reader of the secret gets. */
  currentKey(ref: ConnectionRef): string | undefined {
    const secret = this.secrets.get(nameOf(ref));
    return secret?.versions.get(secret.current)?.accessKeyId;
  }

  previousKey(ref: ConnectionRef): string | undefined {
    const secret = this.secrets.get(nameOf(ref));
    return secret?.previous === undefined ? undefined : secret.versions.get(secret.previous)?.accessKeyId;
  }

  pendingKey(ref: ConnectionRef): string | undefined {
    const secret = this.secrets.get(nameOf(ref));
    return secret?.pending === undefined ? undefined : secret.versions.get(secret.pending)?.accessKeyId;
  }
}

function nameOf({ org, connectionId }: ConnectionRef): string {
  return `${org}/${connectionId}`;
}
