import { useEffect, useState } from "react";
import { guardLeaving } from "../app/location.ts";

/** As long as there is something to lose, whatever would lose it is asked about first. */
export function useSecretGuard(hasToBeSaved: boolean) {
  /** What goes on when the answer is yes. */
  const [leaving, setLeaving] = useState<() => void>();
  useEffect(() => {
    if (!hasToBeSaved) return undefined;
    return guardLeaving((leave) => setLeaving(() => leave));
  }, [hasToBeSaved]);
  const stay = () => setLeaving(undefined);
  return {
    leaving:
      leaving &&
      (() => {
        stay();
        leaving();
      }),
    stay,
    askOr: (go: () => void) => (hasToBeSaved ? setLeaving(() => go) : go()),
  };
}
