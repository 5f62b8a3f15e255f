import type { Connection } from "@keyturn/client";
import { Notice } from "../parts/notice.tsx";
import { When } from "../parts/when.tsx";

type Drift = NonNullable<Connection["drift"]>[number];

const words: Record<Drift["kind"], string> = {
  key_created: "Somebody made a key in IAM that Keyturn does not manage",
  key_deleted: "Somebody deleted the key in IAM: it does not work any more",
  key_deactivated: "Somebody deactivated the key in IAM: it does not work now",
  key_reactivated: "Somebody reactivated a key in IAM that was to be out of use",
  user_deleted: "Somebody deleted the IAM user: this connection can have no key any more",
};

/** What others have changed in IAM. */
export function DriftNotice({ connection: { drift = [] } }: { connection: Connection }) {
  if (drift.length === 0) return null;
  return (
    <Notice kind="bad">
      <ul className="bullets">
        {drift.map(({ kind, accessKeyId, since }) => (
          <li key={kind + accessKeyId}>
            {words[kind]} {accessKeyId && <code>{accessKeyId}</code>} (found <When at={since} />)
          </li>
        ))}
      </ul>
    </Notice>
  );
}
