import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { LeaveWithout } from "./leave-without.tsx";
import { OldKeyFate } from "./old-key-fate.tsx";
import { downloadProfile } from "./profile.ts";
import { SecretValue } from "./secret-value.tsx";
import type { ShownKey } from "./shown-key.ts";
import { useSecretGuard } from "./use-secret-guard.ts";

interface RevealedKeyProps {
  issued: ShownKey;
  name: string;
  /** From then on nobody here has the secret. */
  onForget: () => void;
  onClose: () => void;
}

/** The pair, this once. Hidden, it is gone; so it is when the page is left, and who has not saved it is asked first. */
export function RevealedKey({ issued, name, onForget, onClose }: RevealedKeyProps) {
  const { accessKeyId, secretAccessKey: secret } = issued.credentials;
  const [isSaved, setSaved] = useState(false);
  const { leaving, stay, askOr } = useSecretGuard(secret !== undefined && !isSaved);
  const saved = () => setSaved(true);
  useEffect(() => {
    const forget = () => flushSync(onForget);
    window.addEventListener("pagehide", forget); // at once: the browser may keep the page as it is then, to come back to it
    return () => window.removeEventListener("pagehide", forget);
  }, [onForget]);
  return (
    <Dialog title={`Access key: ${name}`} onClose={() => askOr(onClose)} wide>
      <div className="stack">
        <OldKeyFate issued={issued} />
        <dl className="pair">
          <dt>Access key</dt>
          <dd>
            <code>{accessKeyId}</code>
            <CopyButton what="access key" text={accessKeyId} />
          </dd>
          <dt>Secret access key</dt>
          <dd>
            {secret === undefined ? (
              <span className="muted">Hidden for good</span>
            ) : (
              <SecretValue secret={secret} onCopied={saved} />
            )}
          </dd>
        </dl>
        {secret === undefined ? (
          <Notice kind="info" announced>
            The secret is gone from this page and cannot be shown again. If nobody has it, reset the key.
          </Notice>
        ) : (
          <Notice kind="warn">
            Copy both and keep them where your systems read them. Once this is closed, nobody can show you the
            secret again.
          </Notice>
        )}
        <div className="row end">
          {secret !== undefined && (
            <>
              <Button
                onClick={() => {
                  downloadProfile(name, { accessKeyId, secretAccessKey: secret });
                  saved();
                }}
              >
                Download as AWS profile
              </Button>
              <Button onClick={() => askOr(onForget)}>Hide secret</Button>
            </>
          )}
          <Button look="primary" onClick={() => askOr(onClose)}>
            Done
          </Button>
        </div>
      </div>
      {leaving && <LeaveWithout onStay={stay} onLeave={leaving} />}
    </Dialog>
  );
}
