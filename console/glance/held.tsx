import type { Connection } from "@keyturn/client";
import { Link } from "wouter";
import { HoldReason } from "../key/hold-reason.tsx";

/** The reason of each is read from its history. */
const SHOWN = 5;

/** Old keys that were to be gone and are not, and why. */
export function Held({ connections }: { connections: readonly Connection[] }) {
  const held = connections.flatMap((connection) => {
    const { retiring } = connection;
    return retiring?.heldSince ? [{ connection, retiring }] : [];
  });
  return (
    <section className="card stack" aria-labelledby="held">
      <h2 id="held">Old keys held</h2>
      {held.length === 0 ? (
        <p className="muted">None: every old key went when it was to go, or is not yet due to.</p>
      ) : (
        <ul className="stack">
          {held.slice(0, SHOWN).map(({ connection, retiring }) => (
            <li key={connection.connectionId} className="stack tight">
              <Link href={`/connections/${connection.connectionId}`}>{connection.serviceName}</Link>
              <HoldReason connection={connection} retiring={retiring} />
            </li>
          ))}
          {held.length > SHOWN && <li className="muted">and {held.length - SHOWN} more</li>}
        </ul>
      )}
    </section>
  );
}
