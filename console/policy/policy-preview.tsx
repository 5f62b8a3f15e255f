import type { Connection, Policy } from "@keyturn/client";
import { Link } from "wouter";
import { useConnections } from "../connections/use-connections.ts";
import { Notice } from "../parts/notice.tsx";
import { previewOf } from "./preview.ts";
import type { TypedPolicy } from "./typed-policy.ts";

const NAMED_MAX = 8;

/** What the rules that are typed would make of the keys there are, before they are saved. */
export function PolicyPreview({ policy, typed }: { policy: Policy; typed: TypedPolicy }) {
  const { data: connections = [], hasNextPage } = useConnections();
  const { maxAgeDays, deactivateAfterDays } = policy.rotation;
  const then = {
    maxAgeDays: Number(typed.maxAgeDays),
    deactivateAfterDays: typed.enforcement === "deactivate" ? Number(typed.deactivateAfterDays) : undefined,
  };
  if (!(then.maxAgeDays > 0)) return null;
  const { newlyDue, noLongerDue, deactivated } = previewOf(
    connections,
    { maxAgeDays, deactivateAfterDays },
    then,
  );
  const isAsNow = newlyDue.length + noLongerDue.length + deactivated.length === 0;
  return (
    <Notice kind={deactivated.length > 0 ? "bad" : newlyDue.length > 0 ? "warn" : "info"} announced>
      <h3>What these rules make of your keys{hasNextPage && " (still loading)"}</h3>
      {isAsNow && <p>No key becomes due, or is deactivated, that is not now.</p>}
      <Group words="become due at once" connections={newlyDue} />
      <Group words="are no longer due" connections={noLongerDue} />
      <Group words="are deactivated, a day from now at the earliest" connections={deactivated} />
    </Notice>
  );
}

function Group({ words, connections }: { words: string; connections: Connection[] }) {
  if (connections.length === 0) return null;
  const keys = connections.length === 1 ? "1 key" : `${connections.length.toLocaleString("en-GB")} keys`;
  return (
    <p>
      <strong>
        {keys} {connections.length === 1 ? words.replace(/^(are|become)\b/, singular) : words}
      </strong>
      :{" "}
      {connections.slice(0, NAMED_MAX).map(({ connectionId, serviceName }, place) => (
        <span key={connectionId}>
          {place > 0 && ", "}
          <Link href={`/connections/${connectionId}`}>{serviceName}</Link>
        </span>
      ))}
      {connections.length > NAMED_MAX && " …"}
    </p>
  );
}

function singular(verb: string): string {
  return verb === "are" ? "is" : "becomes";
}
