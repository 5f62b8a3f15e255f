import { useEffect, useState } from "react";
import { guardLeaving } from "../app/location.ts";

/** While an answer with a secret is on its way, nobody leaves: it would be lost. */
export function useBusy(): [busy: boolean, whileBusy: (work: () => Promise<void>) => Promise<void>] {
  const [busy, setBusy] = useState(false);
  useEffect(() => (busy ? guardLeaving(() => {}) : undefined), [busy]);
  return [
    busy,
    async (work) => {
      setBusy(true);
      try {
        await work();
      } finally {
        setBusy(false);
      }
    },
  ];
}
