import { keyturn } from "../api/keyturn.ts";
import { Page } from "../parts/page.tsx";
import { History } from "./history.tsx";

export default function HistoryPage() {
  return (
    <Page
      title="History"
      lead="What happened to the keys of your org, newest first, also to those that are gone."
    >
      <History
        of={["org"]}
        read={(query, signal) => keyturn.GET("/v1/history", { params: { query }, signal })}
        named
      />
    </Page>
  );
}
