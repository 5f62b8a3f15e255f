import { QueryClient } from "@tanstack/react-query";
import { currentSession, onSessionChange } from "../session/session.ts";

/**
 * What was read of the API, and for how long it counts as fresh. The client sends again by itself what is worth it. No
 * answer with a secret in it is ever a query, so none is kept here.
 */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: false, networkMode: "always", refetchOnReconnect: true },
  },
});

onSessionChange(() => {
  if (currentSession().is === "signed_out") queries.clear();
});
