import type { AccessKey } from "@keyturn/client";

type Issued = Exclude<AccessKey, { replayed: true }>;

/** A key that was issued; with its secret only until that is hidden. */
export type ShownKey = Omit<Issued, "credentials"> & {
  credentials: { accessKeyId: string; secretAccessKey?: string };
};

export function withoutSecret({ credentials: { accessKeyId }, ...issued }: ShownKey): ShownKey {
  return { ...issued, credentials: { accessKeyId } };
}
