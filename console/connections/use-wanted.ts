import { useState } from "react";
import { useSearchParams } from "wouter";
import type { Wanted } from "./matching.ts";

/** What is looked for. The address keeps it but for the text: somebody may have pasted a secret there. */
export function useWanted(): [wanted: Wanted, want: (wanted: Wanted) => void] {
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState("");
  const wanted = { text, status: search.get("status") ?? "", serviceId: search.get("service") ?? "" };
  return [
    wanted,
    (next) => {
      setText(next.text);
      if (next.status === wanted.status && next.serviceId === wanted.serviceId) return;
      const { status, serviceId: service } = next;
      setSearch({ ...(status && { status }), ...(service && { service }) });
    },
  ];
}
