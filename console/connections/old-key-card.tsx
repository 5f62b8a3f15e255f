import type { Connection } from "@keyturn/client";
import { HoldReason } from "../key/hold-reason.tsx";
import { When } from "../parts/when.tsx";

interface OldKeyCardProps {
  connection: Connection;
  retiring: NonNullable<Connection["retiring"]>;
}

/** The key before, on its way out. */
export function OldKeyCard({ connection, retiring }: OldKeyCardProps) {
  const { accessKeyId, state, retireAt, hardStopAt, deleteAt, lastUsedAt } = retiring;
  const isWorking = state === "active";
  return (
    <section className="card stack" aria-labelledby="old-key-card">
      <div className="row between">
        <h2 id="old-key-card">Old key, on its way out</h2>
        <span className={`badge ${isWorking ? "warn" : ""}`}>{isWorking ? "Still works" : "Stopped"}</span>
      </div>
      <code>{accessKeyId}</code>
      <HoldReason connection={connection} retiring={retiring} />
      <dl className="facts">
        <Fact words={isWorking ? "Looked at next" : "Stopped"} at={retireAt} />
        <Fact words="Ends in any case" at={isWorking ? hardStopAt : undefined} />
        <Fact words="Can be restored until" at={deleteAt} />
        <Fact words="Last used" at={lastUsedAt} />
      </dl>
    </section>
  );
}

function Fact({ words, at }: { words: string; at: string | undefined }) {
  if (!at) return null;
  return (
    <>
      <dt>{words}</dt>
      <dd>
        <When at={at} />
      </dd>
    </>
  );
}
