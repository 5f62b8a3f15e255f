import { useQuery } from "@tanstack/react-query";
import { everything } from "./everything.ts";
import { keyturn } from "./keyturn.ts";

// What more than one page reads. A page's own reads are beside the page.

export function useSummary() {
  return useQuery({
    queryKey: ["summary"],
    queryFn: ({ signal }) => keyturn.GET("/v1/summary", { signal }),
  });
}

export function usePolicy() {
  return useQuery({
    queryKey: ["policy"],
    queryFn: ({ signal }) => keyturn.GET("/v1/policy", { signal }),
    staleTime: 60_000,
  });
}

export function useServices() {
  return useQuery({
    queryKey: ["services"],
    queryFn: ({ signal }) =>
      everything((query) => keyturn.GET("/v1/services", { params: { query }, signal })),
  });
}

export function usePipelines() {
  return useQuery({
    queryKey: ["pipelines"],
    queryFn: ({ signal }) =>
      everything((query) => keyturn.GET("/v1/pipelines", { params: { query }, signal })),
  });
}

export function useConnection(connectionId: string) {
  return useQuery({
    queryKey: ["connection", connectionId],
    queryFn: ({ signal }) =>
      keyturn.GET("/v1/connections/{connectionId}", { params: { path: { connectionId } }, signal }),
  });
}

export function useRegions() {
  return useQuery({
    queryKey: ["regions"],
    queryFn: ({ signal }) => keyturn.GET("/v1/regions", { signal }),
  });
}
