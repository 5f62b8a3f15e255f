import { Link, useParams } from "wouter";
import { keyturn } from "../api/keyturn.ts";
import { useConnection } from "../api/reads.ts";
import { Page } from "../parts/page.tsx";
import { History } from "./history.tsx";

/** The history of a connection outlives it: whether it is still there does not matter. */
export default function ConnectionHistoryPage() {
  const { connectionId = "" } = useParams();
  const { data: connection } = useConnection(connectionId);
  return (
    <Page
      title={connection ? `History: ${connection.serviceName}` : "History of a connection"}
      lead={connection && <Link href={`/connections/${connectionId}`}>The connection</Link>}
    >
      <History
        of={["connection", connectionId]}
        read={(query, signal) =>
          keyturn.GET("/v1/connections/{connectionId}/history", {
            params: { path: { connectionId }, query },
            signal,
          })
        }
        named={false}
      />
    </Page>
  );
}
