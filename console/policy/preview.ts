import type { Connection } from "@keyturn/client";

/** What other rules would make of the keys there are. */
export interface Preview {
  /** Keys that are not due now, and would be. */
  newlyDue: Connection[];
  /** Keys that are due now, and would not be. */
  noLongerDue: Connection[];
  /** Keys that would be deactivated for their age; a day from now at the earliest. */
  deactivated: Connection[];
}

interface Rules {
  maxAgeDays: number;
  /** Undefined: no key is deactivated for its age. */
  deactivateAfterDays: number | undefined;
}

/** By the age of each key. A customer's is never deactivated. */
export function previewOf(connections: readonly Connection[], now: Rules, then: Rules): Preview {
  const working = connections.filter(({ status }) => status === "active" || status === "due");
  const isDue = ({ keyAgeDays }: Connection, { maxAgeDays }: Rules) => (keyAgeDays ?? 0) >= maxAgeDays;
  const ends = (connection: Connection, { maxAgeDays, deactivateAfterDays }: Rules) =>
    connection.owner === "provider" &&
    deactivateAfterDays !== undefined &&
    (connection.keyAgeDays ?? 0) >= maxAgeDays + deactivateAfterDays;
  return {
    newlyDue: working.filter((one) => !isDue(one, now) && isDue(one, then)),
    noLongerDue: working.filter((one) => isDue(one, now) && !isDue(one, then)),
    deactivated: working.filter((one) => ends(one, then)),
  };
}
