import type { Connection } from "@keyturn/client";
import { keyturnOnce } from "../api/keyturn.ts";
import { keepConnection, readAgain } from "../connections/use-connections.ts";
import { ConfirmForm } from "../form/confirm-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { WhatBreaks } from "./what-breaks.tsx";

interface RemoveDialogProps {
  connection: Connection;
  accessKeyId: string;
  onClose: () => void;
}

export function RemoveDialog({ connection, accessKeyId, onClose }: RemoveDialogProps) {
  const { connectionId, serviceName } = connection;
  const remove = async (confirm: string) => {
    const params = { path: { connectionId }, query: { confirm } };
    keepConnection(await keyturnOnce.DELETE("/v1/connections/{connectionId}/access-key", { params }));
    onClose();
  };
  return (
    <Dialog title={`Remove access key: ${serviceName}`} onClose={onClose} wide>
      <ConfirmForm
        expected={accessKeyId}
        submit="Remove access key"
        onConfirm={remove}
        onCancel={onClose}
        onReload={() => void readAgain(connectionId).then(onClose)}
      >
        <p>
          The key stops working at once and none takes its place. Files and folder stay; a new key can be
          created at any time.
        </p>
        <WhatBreaks connectionId={connectionId} title="What stops" />
      </ConfirmForm>
    </Dialog>
  );
}
