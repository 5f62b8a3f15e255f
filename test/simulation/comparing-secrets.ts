import type { ConnectionRef } from "../../core/connection/connection.ts";
import { MemorySecrets } from "../../core/testing/memory-secrets.ts";

/**
 * Secrets Manager as a call that is under way meets it: it moves a label from the version that was current when it was
 * sent, and compares. The twin moves it from whatever is current, which the adapter finds out before it calls.
 */
export class ComparingSecrets extends MemorySecrets {
  override async promote(ref: ConnectionRef, version: string, from: string): Promise<void> {
    const secret = this.secrets.get(`${ref.org}/${ref.connectionId}`);
    const isStale = secret && secret.current !== from && secret.current !== version;
    if (!isStale) await super.promote(ref, version, from);
  }
}
