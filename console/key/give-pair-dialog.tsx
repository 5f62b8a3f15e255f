import { type Connection, KeyturnProblem } from "@keyturn/client";
import { useState } from "react";
import { keyturnOnce } from "../api/keyturn.ts";
import { keepConnection, readAgain } from "../connections/use-connections.ts";
import { CheckField } from "../form/check-field.tsx";
import { SelectField, TextField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { type Reason, reasons } from "./grace.ts";
import { WhatBreaks } from "./what-breaks.tsx";

/** A customer's own new pair: it is tried in AWS before it is taken. */
export function GivePairDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const [accessKeyId, setAccessKeyId] = useState("");
  const [secretAccessKey, setSecret] = useState("");
  const [reason, setReason] = useState<Reason>("scheduled");
  const [force, setForce] = useState(false);
  const [isInTheWay, setInTheWay] = useState(false);
  const { connectionId, serviceName, accessKeyId: expectedAccessKeyId } = connection;
  const params = { path: { connectionId } };
  const submit = async () => {
    try {
      const body = { accessKeyId, secretAccessKey, expectedAccessKeyId, reason, force };
      const given = await keyturnOnce.PUT("/v1/connections/{connectionId}/access-key", { params, body });
      keepConnection(given.connection);
      onClose();
    } catch (error) {
      if (error instanceof KeyturnProblem && error.code === "rotation_in_progress") setInTheWay(true);
      throw error;
    }
  };
  return (
    <Dialog title={`Give a new key: ${serviceName}`} onClose={onClose} wide>
      <Form
        onSubmit={submit}
        submit="Save the new key"
        onCancel={onClose}
        onReload={() => void readAgain(connectionId).then(onClose)}
      >
        <ol className="steps">
          <li>In the AWS console, create a new access key for the user of this connection.</li>
          <li>Paste it here: Keyturn tries it, and the connector uses it from then on.</li>
          <li>When everything works, deactivate the old key in AWS, then delete it.</li>
        </ol>
        <WhatBreaks connectionId={connectionId} />
        <TextField
          label="Access key"
          name="accessKeyId"
          className="mono"
          value={accessKeyId}
          onChange={(text) => setAccessKeyId(text.trim())}
        />
        <TextField
          label="Secret access key"
          name="secretAccessKey"
          type="password"
          className="mono"
          hint="It is kept where the connector reads it, and never shown again."
          value={secretAccessKey}
          onChange={(text) => setSecret(text.trim())}
        />
        <SelectField
          label="Why"
          name="reason"
          value={reason}
          onChange={(value) => setReason(value as Reason)}
          options={reasons}
        />
        {isInTheWay && (
          <CheckField
            label="Take it all the same, and no longer look after the old key"
            name="force"
            checked={force}
            onChange={setForce}
          />
        )}
      </Form>
    </Dialog>
  );
}
