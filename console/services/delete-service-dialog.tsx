import { useState } from "react";
import { keyturn } from "../api/keyturn.ts";
import { queries } from "../api/queries.ts";
import { navigate } from "../app/location.ts";
import { forgetConnections } from "../connections/use-connections.ts";
import { TextField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import type { ShownService } from "./service-columns.tsx";

export function DeleteServiceDialog({ service, onClose }: { service: ShownService; onClose: () => void }) {
  const { serviceId, name } = service;
  const [typed, setTyped] = useState("");
  const submit = async () => {
    await keyturn.DELETE("/v1/services/{serviceId}", {
      params: { path: { serviceId }, query: { confirm: typed } },
    });
    navigate("/services");
    queries.removeQueries({ queryKey: ["services", serviceId] });
    forgetConnections();
  };
  return (
    <Dialog title={`Delete ${name}`} onClose={onClose}>
      <Form onSubmit={submit} submit="Delete" danger disabled={typed !== name} onCancel={onClose}>
        <p>
          Its keys stop working at once, and its users are deleted. Its files and its history stay. This
          cannot be undone.
        </p>
        <TextField
          label={
            <>
              Type <strong>{name}</strong> to confirm
            </>
          }
          name="confirm"
          value={typed}
          onChange={setTyped}
        />
      </Form>
    </Dialog>
  );
}
