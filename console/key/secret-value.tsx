import { useState } from "react";
import { CopyButton } from "../parts/copy-button.tsx";

const MASK = "•".repeat(24);

/** Masked until somebody asks to see it: until then it is not in the page. */
export function SecretValue({ secret, onCopied }: { secret: string; onCopied: () => void }) {
  const [isShown, setShown] = useState(false);
  return (
    <>
      <code className="secret" onCopy={() => getSelection()?.toString().trim() === secret && onCopied()}>
        {isShown ? secret : <span aria-hidden="true">{MASK}</span>}
        {!isShown && <span className="visually-hidden">Masked</span>}
      </code>
      <button
        type="button"
        className="button quiet icon"
        aria-pressed={isShown}
        aria-label="Show secret access key"
        title={isShown ? "Mask it" : "Show it"}
        onClick={() => setShown(!isShown)}
      >
        <Eye isOpen={isShown} />
      </button>
      <CopyButton what="secret access key" text={secret} onCopied={onCopied} />
    </>
  );
}

function Eye({ isOpen }: { isOpen: boolean }) {
  return (
    <svg viewBox="0 0 24 24" className="glyph" aria-hidden="true">
      <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
      <circle cx="12" cy="12" r="3" />
      {isOpen && <path d="M4 20 20 4" />}
    </svg>
  );
}
