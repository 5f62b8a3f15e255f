import type { Region } from "@keyturn/client";
import { Link } from "wouter";
import { StatusBadge } from "../connections/status-badge.tsx";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { When } from "../parts/when.tsx";
import { useCan } from "../session/use-session.ts";

interface RegionCardProps {
  region: Region;
  onKey: () => void;
}

/** What an S3 client needs beside the key, and the key's state. A region that is closed keeps the key it has. */
export function RegionCard({ region: shown, onKey }: RegionCardProps) {
  const { region, enabled, status, accessKeyId, keyCreatedAt, bucket, folder, s3Endpoint, connectionId } =
    shown;
  const can = useCan();
  const isOffered = can("resetRegionalKey") && (enabled || accessKeyId !== null);
  return (
    <section className="card stack" aria-labelledby={region}>
      <div className="row between">
        <h2 id={region}>{region}</h2>
        <StatusBadge status={status} />
      </div>
      {!enabled && <p className="muted">Not enabled: no first key is made here.</p>}
      <dl className="facts">
        <dt>Access key</dt>
        <dd>
          {accessKeyId ? (
            <span className="row">
              <code>{accessKeyId}</code> <CopyButton what={`access key of ${region}`} text={accessKeyId} />
            </span>
          ) : (
            <span className="muted">None yet</span>
          )}
        </dd>
        {keyCreatedAt && (
          <>
            <dt>Created</dt>
            <dd>
              <When at={keyCreatedAt} />
            </dd>
          </>
        )}
        <dt>Endpoint</dt>
        <dd className="mono">{s3Endpoint}</dd>
        <dt>Bucket</dt>
        <dd className="mono">{bucket}</dd>
        <dt>Folder</dt>
        <dd className={folder ? "mono" : "muted"}>{folder ?? "Made with the first key"}</dd>
      </dl>
      <div className="row">
        {isOffered && (
          <Button look={accessKeyId ? "plain" : "primary"} onClick={onKey}>
            {accessKeyId ? "Reset key …" : "Create key …"}
            <span className="visually-hidden"> of {region}</span>
          </Button>
        )}
        {connectionId && <Link href={`/connections/${connectionId}`}>Details</Link>}
      </div>
    </section>
  );
}
