import type { Connection, Pipeline } from "@keyturn/client";
import { useQuery } from "@tanstack/react-query";
import { keyturn } from "../api/keyturn.ts";
import { useConnection } from "../api/reads.ts";
import { Failure } from "../parts/failure.tsx";
import { Notice } from "../parts/notice.tsx";
import { When } from "../parts/when.tsx";

/** More are counted. */
const NAMED_MAX = 10;

interface WhatBreaksProps {
  connectionId: string;
  /** Above the list. */
  title?: string;
}

/** Who uses the key, as far as anybody knows: they stop when it stops, until they have another one. */
export function WhatBreaks({ connectionId, title = "What stops until it has the new key" }: WhatBreaksProps) {
  const connection = useConnection(connectionId);
  const dependents = useQuery({
    queryKey: ["dependents", connectionId],
    queryFn: ({ signal }) =>
      keyturn.GET("/v1/connections/{connectionId}/dependents", {
        params: { path: { connectionId }, query: { limit: NAMED_MAX + 1 } },
        signal,
      }),
  });
  const failure = connection.error ?? dependents.error;
  if (failure) return <Failure error={failure} again={() => void dependents.refetch()} />;
  return (
    <Notice kind="warn">
      <h3>{title}</h3>
      <Dependents pipelines={dependents.data?.items} />
      {connection.data && <LastUse connection={connection.data} />}
      {connection.data?.retiring?.state === "active" && (
        <p>
          The old key <code>{connection.data.retiring.accessKeyId}</code> of the last reset still works. A
          reset “now” ends it at once; any other has to wait until it is gone.
        </p>
      )}
    </Notice>
  );
}

function Dependents({ pipelines }: { pipelines: Pipeline[] | undefined }) {
  if (!pipelines) return <p>Looking up who depends on it …</p>;
  if (pipelines.length === 0)
    return <p>No pipeline is linked. Whoever else has the key is not known here.</p>;
  return (
    <ul className="bullets">
      {pipelines.slice(0, NAMED_MAX).map(({ pipelineId, name, direction }) => (
        <li key={pipelineId}>
          <strong>{name}</strong> {direction} its files
        </li>
      ))}
      {pipelines.length > NAMED_MAX && <li>and more</li>}
    </ul>
  );
}

function LastUse({ connection: { lastUsed } }: { connection: Connection }) {
  if (!lastUsed) return <p>No use of the key is known.</p>;
  const { at, service, region } = lastUsed;
  return (
    <p>
      Last used <When at={at} /> by {service || "an AWS service"}
      {region && region !== "N/A" && ` in ${region}`}.
    </p>
  );
}
