import type { Connection } from "@keyturn/client";
import { useState } from "react";
import { keyturn, keyturnOnce } from "../api/keyturn.ts";
import { keepConnection } from "../connections/use-connections.ts";
import { TextField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { WhatBreaks } from "./what-breaks.tsx";

interface RemoveDialogProps {
  connection: Connection;
  accessKeyId: string;
  onClose: () => void;
}

/** Whoever removes a key names it once more. */
export function RemoveDialog({ connection, accessKeyId, onClose }: RemoveDialogProps) {
  const [typed, setTyped] = useState("");
  const params = { path: { connectionId: connection.connectionId } };
  const submit = async () => {
    const query = { confirm: typed };
    keepConnection(
      await keyturnOnce.DELETE("/v1/connections/{connectionId}/access-key", { params: { ...params, query } }),
    );
    onClose();
  };
  const reload = async () => {
    keepConnection(await keyturn.GET("/v1/connections/{connectionId}", { params }));
    onClose();
  };
  return (
    <Dialog title={`Remove access key: ${connection.serviceName}`} onClose={onClose} wide>
      <Form
        onSubmit={submit}
        submit="Remove access key"
        danger
        disabled={typed !== accessKeyId}
        onCancel={onClose}
        onReload={() => void reload()}
      >
        <p>
          The key stops working at once and none takes its place. Files and folder stay; a new key can be
          created at any time.
        </p>
        <WhatBreaks connectionId={connection.connectionId} title="What stops" />
        <TextField
          label={
            <>
              Type <code>{accessKeyId}</code> to confirm
            </>
          }
          name="confirm"
          className="mono"
          value={typed}
          onChange={(text) => setTyped(text.trim())}
        />
      </Form>
    </Dialog>
  );
}
