import type { Connection } from "@keyturn/client";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { SelectField, TextField } from "../form/field.tsx";
import { DataGrid } from "../grid/data-grid.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { useCan } from "../session/use-session.ts";
import { type ConnectionDeed, connectionActions } from "./connection-actions.ts";
import { connectionColumns } from "./connection-columns.tsx";
import { ConnectionDeedDialog } from "./connection-deed.tsx";
import { matching } from "./matching.ts";
import { statusWords } from "./status-badge.tsx";
import { useConnections } from "./use-connections.ts";

export default function ConnectionsPage() {
  const query = useConnections();
  const can = useCan();
  const [doing, setDoing] = useState<{ deed: ConnectionDeed; connection: Connection }>();
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState("");
  const status = search.get("status") ?? "";
  return (
    <Page title="Connections" lead="Where each data service's files live, and whose access key opens them.">
      <Loaded query={query} what="the connections">
        {(connections) => {
          const rows = matching(connections, text, status);
          return (
            <>
              <div className="toolbar">
                <TextField label="Find" name="find" type="search" value={text} onChange={setText} />
                <SelectField
                  label="Status"
                  name="status"
                  value={status}
                  onChange={(value) => setSearch(value ? { status: value } : {})}
                  options={[["", "Any"], ...Object.entries(statusWords)]}
                />
                <p className="count" role="status">
                  {count(rows.length, connections.length)}
                  {query.hasNextPage && " so far …"}
                </p>
              </div>
              {connections.length === 0 ? (
                <Empty title="No connections yet">Add a data service: it comes with its first one.</Empty>
              ) : (
                <DataGrid
                  label="Connections"
                  rows={rows}
                  columns={connectionColumns}
                  idOf={({ connectionId }) => connectionId}
                  actionsOf={(connection) =>
                    connectionActions(connection, can, (deed) => setDoing({ deed, connection }))
                  }
                  nameOf={({ serviceName }) => serviceName}
                  sortedBy={{ key: "serviceName", descending: false }}
                />
              )}
            </>
          );
        }}
      </Loaded>
      {doing && <ConnectionDeedDialog {...doing} onClose={() => setDoing(undefined)} />}
    </Page>
  );
}

function count(shown: number, all: number): string {
  const [some, every] = [shown, all].map((number) => number.toLocaleString("en-GB"));
  return shown === all ? `${every} connections` : `${some} of ${every} connections`;
}
