import type { HistoryList } from "@keyturn/client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Timeline } from "./timeline.tsx";

const PAGE = 50;

interface HistoryProps {
  /** Whose it is, for the cache. */
  of: readonly string[];
  read: (query: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<HistoryList>;
  named: boolean;
}

/** A journal, page by page, as far back as somebody asks. */
export function History({ of, read, named }: HistoryProps) {
  const query = useInfiniteQuery({
    queryKey: ["history", ...of],
    queryFn: ({ pageParam: cursor, signal }) =>
      read({ limit: PAGE, ...(cursor !== undefined && { cursor }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor ?? undefined,
    staleTime: 0, // others act as well
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
  return (
    <Loaded query={query} what="the history">
      {(entries) =>
        entries.length === 0 ? (
          <Empty title="Nothing has happened yet" />
        ) : (
          <>
            <Timeline entries={entries} named={named} />
            {query.hasNextPage && (
              <div>
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show earlier
                </Button>
              </div>
            )}
          </>
        )
      }
    </Loaded>
  );
}
