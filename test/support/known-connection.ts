import type { KeyPair } from "./laptop.ts";

/** What a request may have done that was not answered. */
export type Doubt = "reset" | "staged" | "compromised" | "remove" | "delete" | "retire" | "restore";

/** A key as its owner knows it; without a secret when only its id was seen later. */
export interface KnownKey {
  accessKeyId: string;
  secretAccessKey?: string;
}

/** What a tenant knows of one of its connections, from the answers it was given. */
export interface KnownConnection {
  connectionId: string;
  serviceId: string;
  userName: string;
  bucket: string;
  folder: string;
  key: KnownKey | null;
  disabled: boolean;
  /** The old key of a staged reset. */
  retiring: (KnownKey & { state: "active" | "inactive" }) | null;
  /** Pairs it was given and that no longer work. */
  past: KeyPair[];
  /** What it asked for and was not answered. */
  doubt?: Doubt | undefined;
  /** The request it was not answered, to be sent again as it was. */
  unanswered?: { path: string; body: object; idempotencyKey: string } | undefined;
  gone: boolean;
  /** By their key: the text of each object that was acknowledged, or texts of which it must have one; `undefined`: none. */
  objects: Map<string, (string | undefined)[]>;
}

type Place = Pick<KnownConnection, "connectionId" | "serviceId" | "userName" | "bucket" | "folder">;

export function newlyKnown({ connectionId, serviceId, userName, bucket, folder }: Place): KnownConnection {
  const empty = { key: null, disabled: false, retiring: null, past: [], gone: false, objects: new Map() };
  return { connectionId, serviceId, userName, bucket, folder, ...empty };
}

/** From here on the connection has this key, and those before it are no more; in a staged reset the last one stays. */
export function supersede(connection: KnownConnection, key: KnownKey | null, staged = false): void {
  const { key: before, retiring, disabled } = connection;
  const stays = staged && before && !disabled ? before : null;
  for (const one of [retiring, stays ? null : before]) retirePair(connection, one);
  connection.retiring = stays && { ...stays, state: "active" };
  Object.assign(connection, { key, disabled: false });
  settled(connection);
}

/** The old key of a staged reset is no more. */
export function dropRetiring(connection: KnownConnection): void {
  retirePair(connection, connection.retiring);
  connection.retiring = null;
}

export function settled(connection: KnownConnection): void {
  connection.doubt = undefined;
  connection.unanswered = undefined;
}

function retirePair({ past }: KnownConnection, key: KnownKey | null): void {
  if (key?.secretAccessKey) past.push({ accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey });
}
