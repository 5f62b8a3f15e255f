import type { Connection, HistoryEntry } from "@keyturn/client";
import { useQuery } from "@tanstack/react-query";
import { keyturn } from "../api/keyturn.ts";
import { Notice } from "../parts/notice.tsx";
import { When } from "../parts/when.tsx";

interface HoldReasonProps {
  connection: Connection;
  retiring: NonNullable<Connection["retiring"]>;
}

/** Why the old key is still there: who used it when, as the journal has it. */
export function HoldReason({ connection, retiring }: HoldReasonProps) {
  const { connectionId, owner } = connection;
  const history = useQuery({
    queryKey: ["hold", connectionId, retiring.accessKeyId, retiring.heldSince],
    queryFn: ({ signal }) =>
      keyturn.GET("/v1/connections/{connectionId}/history", {
        params: { path: { connectionId }, query: { limit: 50 } },
        signal,
      }),
    enabled: retiring.heldSince !== undefined,
  });
  if (!retiring.heldSince) return null;
  const held = history.data?.items.find((entry) => isHoldOf(entry, retiring.accessKeyId));
  const use = (held?.data as HoldData | undefined)?.lastUsed;
  return (
    <Notice kind="warn">
      <p>
        Held since <When at={retiring.heldSince} />:{" "}
        {owner === "customer" ? "AWS still takes the old key." : <Use use={use} at={retiring.lastUsedAt} />}
      </p>
      {retiring.hardStopAt && (
        <p>
          It ends <When at={retiring.hardStopAt} /> in any case.
        </p>
      )}
    </Notice>
  );
}

interface HoldData {
  accessKeyId: string;
  lastUsed: { at: string; service: string; region: string } | null;
}

function isHoldOf({ type, data }: HistoryEntry, accessKeyId: string): boolean {
  return type === "KeyRetirementHeld" && (data as unknown as HoldData).accessKeyId === accessKeyId;
}

function Use({ use, at }: { use: HoldData["lastUsed"] | undefined; at: string | undefined }) {
  if (use) {
    return (
      <>
        the old key was used <When at={use.at} /> by {use.service || "an AWS service"} in{" "}
        {use.region || "an unknown region"}.
      </>
    );
  }
  if (at) {
    return (
      <>
        the old key was used <When at={at} />.
      </>
    );
  }
  return <>AWS does not say whether the old key is in use, which counts as being so.</>;
}
