import type { Connection } from "@keyturn/client";
import { Link, useParams } from "wouter";
import { useConnection } from "../api/reads.ts";
import { Button } from "../parts/button.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { useDoing } from "../parts/use-doing.ts";
import { useCan } from "../session/use-session.ts";
import { type ConnectionDeed, connectionActions } from "./connection-actions.ts";
import { ConnectionDeedDialog } from "./connection-deed.tsx";
import { ConnectionFacts } from "./connection-facts.tsx";
import { CustomerSteps } from "./customer-steps.tsx";
import { DriftNotice } from "./drift-notice.tsx";
import { KeyCard } from "./key-card.tsx";
import { OldKeyCard } from "./old-key-card.tsx";

export default function ConnectionPage() {
  const { connectionId = "" } = useParams();
  const query = useConnection(connectionId);
  const { doing, begin, close } = useDoing<{ deed: ConnectionDeed; connection: Connection }>();
  return (
    <Page
      title={query.data?.serviceName ?? "Connection"}
      lead={<Link href="/connections">All connections</Link>}
      actions={query.data && <Actions connection={query.data} onDeed={begin} />}
    >
      <Loaded query={query} what="the connection">
        {(connection) => (
          <>
            <DriftNotice connection={connection} />
            <div className="cards">
              <KeyCard connection={connection} />
              {connection.retiring && <OldKeyCard connection={connection} retiring={connection.retiring} />}
              {connection.steps && <CustomerSteps steps={connection.steps} />}
              <ConnectionFacts connection={connection} />
            </div>
          </>
        )}
      </Loaded>
      {doing && <ConnectionDeedDialog {...doing} onClose={close} />}
    </Page>
  );
}

interface ActionsProps {
  connection: Connection;
  onDeed: (doing: { deed: ConnectionDeed; connection: Connection }) => void;
}

function Actions({ connection, onDeed }: ActionsProps) {
  const can = useCan();
  const actions = connectionActions(connection, can, (deed) => onDeed({ deed, connection }));
  return actions.map(({ words, run, danger }, place) => (
    <Button
      key={words}
      look={place === 0 ? "primary" : "plain"}
      className={danger ? "danger" : ""}
      onClick={run}
    >
      {words}
    </Button>
  ));
}
