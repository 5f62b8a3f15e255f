import type { Connection, ConnectionList } from "@keyturn/client";
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { keyturn } from "../api/keyturn.ts";
import { queries } from "../api/queries.ts";

const ALL = ["connections"];
type Pages = InfiniteData<ConnectionList, string | undefined>;

/** All connections of the org, page by page: what is there is shown while the rest is on its way. */
export function useConnections() {
  const query = useInfiniteQuery({
    queryKey: ALL,
    queryFn: ({ pageParam: cursor, signal }) =>
      keyturn.GET("/v1/connections", {
        params: { query: { limit: 100, ...(cursor !== undefined && { cursor }) } },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return query;
}

/** What an answer said of a connection is so from now on, wherever it is shown. */
export function keepConnection(connection: Connection): void {
  const { connectionId } = connection;
  const orNew = (old: Connection) => (old.connectionId === connectionId ? connection : old);
  queries.setQueryData(["connection", connectionId], connection);
  queries.setQueryData<Pages>(ALL, (old) => {
    if (!old) return old;
    return { ...old, pages: old.pages.map((page) => ({ ...page, items: page.items.map(orNew) })) };
  });
  for (const key of ["summary", "history"]) void queries.invalidateQueries({ queryKey: [key] });
}

/** What it is by now, after somebody else was quicker. */
export async function readAgain(connectionId: string): Promise<void> {
  const params = { path: { connectionId } };
  keepConnection(await keyturn.GET("/v1/connections/{connectionId}", { params }));
}

/** One more, or one less: the list is read anew. */
export function forgetConnections(): void {
  for (const key of ["connections", "services", "summary", "history"]) {
    void queries.invalidateQueries({ queryKey: [key] });
  }
}
