import type { Connection } from "@keyturn/client";
import { Link } from "wouter";
import { When } from "../parts/when.tsx";
import { ownerWords } from "../services/service-words.ts";

/** Where the files are, and who may open them. */
export function ConnectionFacts({ connection }: { connection: Connection }) {
  const { connectionId, serviceId, serviceName, owner, region, bucket, folder, userName, secretName } =
    connection;
  const { updatedBy, updatedOn } = connection;
  return (
    <section className="card stack" aria-labelledby="facts-card">
      <h2 id="facts-card">Connection</h2>
      <dl className="facts">
        <dt>Data service</dt>
        <dd>
          <Link href={`/services/${serviceId}`}>{serviceName}</Link>
        </dd>
        <dt>Owner</dt>
        <dd>{ownerWords[owner]}</dd>
        <dt>Region</dt>
        <dd>{region}</dd>
        <dt>Bucket</dt>
        <dd className="mono">{bucket}</dd>
        <dt>Folder</dt>
        <dd className="mono">{folder || "–"}</dd>
        <dt>Username</dt>
        <dd className="mono">{userName}</dd>
        {secretName && (
          <>
            <dt>Kept in Secrets Manager as</dt>
            <dd className="mono">{secretName}</dd>
          </>
        )}
        <dt>Updated</dt>
        <dd>
          <When at={updatedOn} /> by {updatedBy}
        </dd>
      </dl>
      <Link href={`/connections/${connectionId}/history`}>History of this connection</Link>
    </section>
  );
}
