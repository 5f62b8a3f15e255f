import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "./failure.tsx";

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  /** What is being loaded: "the connections". */
  what: string;
  children: (data: Data) => ReactNode;
}

/** Shows what was loaded; before that that it is on its way, or why it is not. What is old stays, beside the failure. */
export function Loaded<Data>({ query, what, children }: LoadedProps<Data>) {
  const { data, error, isPending, refetch } = query;
  if (isPending) return <Loading what={what} />;
  return (
    <>
      {error && <Failure error={error} again={() => void refetch()} />}
      {data !== undefined && children(data)}
    </>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <p className="loading" role="status">
      <span className="spinner" aria-hidden="true" /> Loading {what} …
    </p>
  );
}
