import { useEffect, useState } from "react";
import { Button } from "./button.tsx";

interface CopyButtonProps {
  /** What is copied: "access key". */
  what: string;
  text: string;
  onCopied?: () => void;
}

const SAID_MS = 2_500;

export function CopyButton({ what, text, onCopied }: CopyButtonProps) {
  const [said, setSaid] = useState<"copied" | "failed">();
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("copied");
      onCopied?.();
    } catch {
      setSaid("failed");
    }
  };
  return (
    <>
      <Button look="quiet" onClick={() => void copy()}>
        {said === "copied" ? "Copied" : "Copy"}
        <span className="visually-hidden"> {what}</span>
      </Button>
      <span role="status" className={said === "failed" ? "fault" : "visually-hidden"}>
        {said === "copied" && `The ${what} is on the clipboard.`}
        {said === "failed" && "The browser did not let it be copied: show and select it."}
      </span>
    </>
  );
}
