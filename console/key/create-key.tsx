import type { ResetAccessKeyBody } from "@keyturn/client";
import { Form } from "../form/form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import type { KeyTarget } from "./key-target.ts";
import { useBusy } from "./use-busy.ts";

export interface ChoosingProps {
  target: KeyTarget;
  issue: (body: ResetAccessKeyBody) => Promise<void>;
  onClose: () => void;
  /** What is there now, after somebody else was quicker. */
  onReload: () => void;
}

/** There is no key yet, so nothing can break. */
export function CreateKey({ target, issue, onClose, onReload }: ChoosingProps) {
  const [busy, whileBusy] = useBusy();
  const submit = () => whileBusy(() => issue({ expectedAccessKeyId: null }));
  const close = busy ? undefined : onClose;
  return (
    <Dialog title={`Create access key: ${target.name}`} onClose={close}>
      <Form onSubmit={submit} submit="Create access key" onCancel={close} onReload={onReload}>
        <p>
          The secret access key is shown once, right after this, and is kept nowhere. Have a place ready where
          you will keep it.
        </p>
      </Form>
    </Dialog>
  );
}
