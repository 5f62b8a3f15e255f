import type { Connection } from "@keyturn/client";
import { useMemo } from "react";
import { DataGrid } from "../grid/data-grid.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { useDoing } from "../parts/use-doing.ts";
import { useCan } from "../session/use-session.ts";
import { type ConnectionDeed, connectionActions } from "./connection-actions.ts";
import { connectionColumns } from "./connection-columns.tsx";
import { ConnectionDeedDialog } from "./connection-deed.tsx";
import { ConnectionsToolbar } from "./connections-toolbar.tsx";
import { matching } from "./matching.ts";
import { useConnections } from "./use-connections.ts";
import { useWanted } from "./use-wanted.ts";

export default function ConnectionsPage() {
  const query = useConnections();
  return (
    <Page title="Connections" lead="Where each data service's files live, and whose access key opens them.">
      <Loaded query={query} what="the connections">
        {(connections) =>
          connections.length === 0 ? (
            <Empty title="No connections yet">Add a data service: it comes with its first one.</Empty>
          ) : (
            <Connections connections={connections} isLoading={query.hasNextPage} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface ConnectionsProps {
  connections: Connection[];
  /** There are more to come. */
  isLoading: boolean;
}

function Connections({ connections, isLoading }: ConnectionsProps) {
  const can = useCan();
  const [wanted, setWanted] = useWanted();
  const { doing, begin, close } = useDoing<{ deed: ConnectionDeed; connection: Connection }>();
  const { text, status, serviceId } = wanted;
  const rows = useMemo(
    () => matching(connections, { text, status, serviceId }),
    [connections, text, status, serviceId],
  );
  return (
    <>
      <ConnectionsToolbar
        wanted={wanted}
        onWanted={setWanted}
        serviceName={rows.find((row) => row.serviceId === serviceId)?.serviceName}
        shown={rows.length}
        all={connections.length}
        isLoading={isLoading}
      />
      <DataGrid
        label="Connections"
        rows={rows}
        columns={connectionColumns}
        idOf={({ connectionId }) => connectionId}
        actionsOf={(connection) => connectionActions(connection, can, (deed) => begin({ deed, connection }))}
        nameOf={({ serviceName }) => serviceName}
        sortedBy={{ key: "serviceName", descending: false }}
      />
      {doing && <ConnectionDeedDialog {...doing} onClose={close} />}
    </>
  );
}
