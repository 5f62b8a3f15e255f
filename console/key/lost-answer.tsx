import { useQuery } from "@tanstack/react-query";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Notice } from "../parts/notice.tsx";
import type { KeyTarget } from "./key-target.ts";

interface LostAnswerProps {
  target: KeyTarget;
  /** The key that was there before. */
  expected: string | null;
  onAgain: (now: KeyTarget) => void;
  onClose: () => void;
}

/** The connection was lost before the answer came. Nothing is sent again: what has become of the key is looked at, and told. */
export function LostAnswer({ target, expected, onAgain, onClose }: LostAnswerProps) {
  const look = useQuery({
    queryKey: ["lost", target.name, expected],
    queryFn: () => target.look(),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Dialog title="The answer was lost" onClose={onClose}>
      <div className="stack">
        <p>
          The connection broke off before Keyturn's answer came, and its secret with it. The request was not
          sent again.
        </p>
        <Loaded query={look} what="what has become of the key">
          {(now) => (
            <>
              <Notice kind={now.accessKeyId === expected ? "info" : "warn"} announced>
                <Outcome now={now.accessKeyId} expected={expected} />
              </Notice>
              <div className="row end">
                <Button onClick={() => void look.refetch()}>Look again</Button>
                <Button look="primary" onClick={() => onAgain(now)}>
                  {now.accessKeyId === null ? "Create access key …" : "Reset access key …"}
                </Button>
              </div>
            </>
          )}
        </Loaded>
      </div>
    </Dialog>
  );
}

function Outcome({ now, expected }: { now: string | null; expected: string | null }) {
  if (now !== null && now !== expected) {
    return (
      <p>
        The key <strong>was changed</strong>: it is <code>{now}</code> now. Nobody has its secret, which was
        in the lost answer and is kept nowhere. Reset it to get one that you can use.
      </p>
    );
  }
  const key = now === null ? "There is no key" : <>The key is still {<code>{now}</code>}</>;
  return (
    <p>{key}: so far nothing has changed. If the request is still under way, a second one is refused.</p>
  );
}
