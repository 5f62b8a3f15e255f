import { type Connection, KeyturnProblem } from "@keyturn/client";
import { useState } from "react";
import { keyturnOnce } from "../api/keyturn.ts";
import { keepConnection, readAgain } from "../connections/use-connections.ts";
import { CheckField } from "../form/check-field.tsx";
import { Form } from "../form/form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { HoldReason } from "./hold-reason.tsx";

interface OldKeyDialogProps {
  connection: Connection;
  retiring: NonNullable<Connection["retiring"]>;
  onClose: () => void;
}

const IN_USE = ["key_in_use", "old_key_still_works"];

/** Ends the old key before its time; one that is in use only if that is said. */
export function RetireDialog({ connection, retiring, onClose }: OldKeyDialogProps) {
  const [force, setForce] = useState(false);
  const [isInUse, setInUse] = useState(retiring.heldSince !== undefined);
  const { connectionId, serviceName, owner } = connection;
  const params = { path: { connectionId } };
  const submit = async () => {
    try {
      keepConnection(
        await keyturnOnce.POST("/v1/connections/{connectionId}/access-key/retire", {
          params,
          body: { force },
        }),
      );
      onClose();
    } catch (error) {
      if (error instanceof KeyturnProblem && IN_USE.includes(error.code ?? "")) setInUse(true);
      throw error;
    }
  };
  const isCustomers = owner === "customer";
  return (
    <Dialog title={`End the old key: ${serviceName}`} onClose={onClose} wide>
      <Form
        onSubmit={submit}
        submit="End the old key"
        danger
        onCancel={onClose}
        onReload={() => void readAgain(connectionId).then(onClose)}
      >
        <p>
          {isCustomers ? (
            <>
              You have deactivated and deleted <code>{retiring.accessKeyId}</code> in IAM: Keyturn forgets it.
            </>
          ) : (
            <>
              <code>{retiring.accessKeyId}</code> stops working now, before its time.
            </>
          )}
        </p>
        <HoldReason connection={connection} retiring={retiring} />
        {isInUse && (
          <CheckField
            label={isCustomers ? "It is deleted, whatever AWS says" : "End it although it is in use"}
            name="force"
            checked={force}
            onChange={setForce}
          />
        )}
      </Form>
    </Dialog>
  );
}

/** The old key works again. */
export function RestoreDialog({ connection, retiring, onClose }: OldKeyDialogProps) {
  const { connectionId, serviceName } = connection;
  const submit = async () => {
    const params = { path: { connectionId } };
    keepConnection(
      await keyturnOnce.POST("/v1/connections/{connectionId}/access-key/restore", { params, body: {} }),
    );
    onClose();
  };
  return (
    <Dialog title={`Restore the old key: ${serviceName}`} onClose={onClose}>
      <Form
        onSubmit={submit}
        submit="Restore the old key"
        onCancel={onClose}
        onReload={() => void readAgain(connectionId).then(onClose)}
      >
        <p>
          <code>{retiring.accessKeyId}</code> works again for as long as your org's policy grants an old key,
          beside the current one. Use that time to move over whoever still needs it.
        </p>
      </Form>
    </Dialog>
  );
}
