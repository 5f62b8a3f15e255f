import type { Connection } from "@keyturn/client";
import { usePolicy } from "../api/reads.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { When } from "../parts/when.tsx";
import { AgeGauge } from "./age-gauge.tsx";
import { StatusBadge } from "./status-badge.tsx";

/** The current key: how old it is, when it is due, and when it was last seen in use. */
export function KeyCard({ connection }: { connection: Connection }) {
  const { status, accessKeyId, keyAgeDays, keyCreatedAt, rotationDueAt, lastUsed } = connection;
  const maxAgeDays = usePolicy().data?.rotation.maxAgeDays;
  return (
    <section className="card stack" aria-labelledby="key-card">
      <div className="row between">
        <h2 id="key-card">Access key</h2>
        <StatusBadge status={status} />
      </div>
      {accessKeyId === null || keyAgeDays === null ? (
        <p className="muted">No key yet. Create one: its secret is shown once.</p>
      ) : (
        <>
          <p className="row">
            <code>{accessKeyId}</code> <CopyButton what="access key" text={accessKeyId} />
          </p>
          {maxAgeDays !== undefined && <AgeGauge ageDays={keyAgeDays} maxAgeDays={maxAgeDays} />}
          <dl className="facts">
            <dt>Created</dt>
            <dd>
              <When at={keyCreatedAt} />
            </dd>
            <dt>Due for a reset</dt>
            <dd>
              <When at={rotationDueAt} only="day" />
            </dd>
            <dt>Last used</dt>
            <dd>
              {lastUsed ? (
                <>
                  <When at={lastUsed.at} /> by {lastUsed.service || "an AWS service"}
                </>
              ) : (
                <span className="muted">Not that AWS knows of</span>
              )}
            </dd>
          </dl>
        </>
      )}
    </section>
  );
}
