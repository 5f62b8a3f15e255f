import { failureText } from "../api/failure-text.ts";
import { SignedOut } from "../session/session.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** What went wrong, with a way on: `again` loads anew. */
export function Failure({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  if (error instanceof SignedOut) return null;
  const { text, requestId, isConflict } = failureText(error);
  return (
    <Notice kind="bad" announced>
      <p>{text}</p>
      {requestId && (
        <p className="muted">
          Tell the operator the request <code>{requestId}</code>.
        </p>
      )}
      {again && <Button onClick={again}>{isConflict ? "Reload" : "Try again"}</Button>}
    </Notice>
  );
}
