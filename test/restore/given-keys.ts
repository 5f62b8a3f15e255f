import type { Instant } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import type { RetiringKey } from "../../core/key/access-key.ts";
import type { MemoryIam } from "../../core/testing/memory-iam.ts";

interface GivenKey {
  connection: Connection;
  /** The last of what was told: nobody may count on it any longer. Not there: it has no end. */
  until?: Instant | undefined;
}

/** What callers were told of keys, and may count on until somebody begins to end them. */
export class GivenKeys {
  /** These work. */
  readonly #working = new Map<string, GivenKey>();
  /** These have been retired, and can be restored. */
  readonly #restorable = new Map<string, GivenKey>();

  get size(): number {
    return this.#working.size + this.#restorable.size;
  }

  give(accessKeyId: string, connection: Connection): void {
    this.#working.set(accessKeyId, { connection });
  }

  /** A staged reset has begun: answered or not, the key works for as long as the grace lasts. */
  limit(accessKeyId: string, until: Instant): void {
    const given = this.#working.get(accessKeyId);
    if (given) this.#working.set(accessKeyId, { ...given, until });
  }

  /** A staged reset, a retirement or a restoration was answered: what the answer says of the old key holds. */
  tell(connection: Connection, key: RetiringKey): void {
    const { accessKeyId } = key;
    this.#forget(accessKeyId);
    if (key.state === "active") this.#working.set(accessKeyId, { connection, until: key.retireAt });
    else if (key.state !== "leaving") this.#restorable.set(accessKeyId, { connection, until: key.deleteAt });
  }

  end(isEnded: (connection: Connection, accessKeyId: string) => boolean): void {
    for (const [id, { connection }] of [...this.#working, ...this.#restorable]) {
      if (isEnded(connection, id)) this.#forget(id);
    }
  }

  /** What has become of those that can be counted on now. */
  broken(iam: MemoryIam, now: Instant): string[] {
    const countedOn = (keys: Map<string, GivenKey>) =>
      [...keys].filter(([, { until }]) => until === undefined || until > now);
    const exists = (id: string) => iam.allKeys().some((key) => key.accessKeyId === id);
    return [
      ...countedOn(this.#working).flatMap(([id, { connection }]) => [
        ...(iam.works(id) ? [] : [`${id} is gone`]),
        ...(iam.users.get(connection.userName)?.policy ? [] : [`${id} may do nothing any more`]),
      ]),
      ...countedOn(this.#restorable).flatMap(([id]) => (exists(id) ? [] : [`${id} cannot be restored`])),
    ];
  }

  #forget(accessKeyId: string): void {
    this.#working.delete(accessKeyId);
    this.#restorable.delete(accessKeyId);
  }
}
