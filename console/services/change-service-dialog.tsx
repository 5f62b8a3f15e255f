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
  const params = { path: { serviceId: service.serviceId } };
  const submit = async () => {
    const added = pipelineIds.filter((id) => !service.pipelineIds.includes(id));
    const removed = service.pipelineIds.filter((id) => !pipelineIds.includes(id));
    const isRelinked = added.length + removed.length > 0;
    const body = {
      ...(name !== service.name && { name }),
      ...(isRelinked && { pipelineIds: changed(await linkedNow(params), added, removed) }),
    };
    if (Object.keys(body).length > 0) await keyturn.PATCH("/v1/services/{serviceId}", { params, body });
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

/** Others link pipelines, too, while this page is open: theirs stay. */
async function linkedNow(params: { path: { serviceId: string } }): Promise<string[]> {
  return (await keyturn.GET("/v1/services/{serviceId}", { params })).pipelineIds;
}

function changed(now: string[], added: string[], removed: string[]): string[] {
  return [...new Set([...now, ...added])].filter((id) => !removed.includes(id));
}
