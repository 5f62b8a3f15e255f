import { useState } from "react";
import { keyturn } from "../api/keyturn.ts";
import { forgetConnections } from "../connections/use-connections.ts";
import { TextField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { PipelinesField } from "./pipelines-field.tsx";
import type { ShownService } from "./service-columns.tsx";

/** Its name, and which pipelines are linked. Keyturn's own have the name that it gave them. */
export function ChangeServiceDialog({ service, onClose }: { service: ShownService; onClose: () => void }) {
  const [name, setName] = useState(service.name);
  const [pipelineIds, setPipelineIds] = useState(service.pipelineIds);
  const submit = async () => {
    await keyturn.PATCH("/v1/services/{serviceId}", {
      params: { path: { serviceId: service.serviceId } },
      body: { pipelineIds, ...(name !== service.name && { name }) },
    });
    forgetConnections();
    onClose();
  };
  return (
    <Dialog title={`Change ${service.name}`} onClose={onClose} wide>
      <Form onSubmit={submit} submit="Save" onCancel={onClose}>
        {!service.system && <TextField label="Name" name="name" value={name} onChange={setName} />}
        <PipelinesField value={pipelineIds} onChange={setPipelineIds} />
      </Form>
    </Dialog>
  );
}
