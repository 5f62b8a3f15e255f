import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { keyturn } from "../api/keyturn.ts";
import { queries } from "../api/queries.ts";
import { StatusBadge } from "../connections/status-badge.tsx";
import { forgetConnections } from "../connections/use-connections.ts";
import { Button } from "../parts/button.tsx";
import { Failure } from "../parts/failure.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { useCan } from "../session/use-session.ts";
import type { ShownService } from "./service-columns.tsx";

/** The connections of one data service. A further one has the same folder, and a user of its own. */
export function ServiceConnections({ service: { serviceId, owner, system } }: { service: ShownService }) {
  const can = useCan();
  const params = { path: { serviceId } };
  const key = ["services", serviceId, "connections"];
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => keyturn.GET("/v1/services/{serviceId}/connections", { params, signal }),
  });
  const add = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await keyturn.POST("/v1/services/{serviceId}/connections", { params, body: {} });
      forgetConnections();
      await queries.invalidateQueries({ queryKey: key });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card stack" aria-labelledby="service-connections">
      <h2 id="service-connections">Connections</h2>
      <Loaded query={query} what="its connections">
        {({ items }) => (
          <ul className="lines">
            {items.map(({ connectionId, userName, status }) => (
              <li key={connectionId}>
                <Link className="mono" href={`/connections/${connectionId}`}>
                  {userName}
                </Link>
                <StatusBadge status={status} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {failure !== undefined && <Failure error={failure} />}
      {can("addConnection") && owner === "provider" && !system && (
        <div>
          <Button busy={busy} onClick={() => void add()}>
            Add a connection
          </Button>
        </div>
      )}
    </section>
  );
}
