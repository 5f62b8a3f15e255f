import { useState } from "react";
import { keyturn } from "../api/keyturn.ts";
import { useRegions } from "../api/reads.ts";
import { navigate } from "../app/location.ts";
import { forgetConnections } from "../connections/use-connections.ts";
import { SelectField, TextField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { RadioField } from "../form/radio-field.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { CustomerFields } from "./customer-fields.tsx";
import { blankService, bodyOf } from "./new-service.ts";
import { PipelinesField } from "./pipelines-field.tsx";
import { serviceType } from "./service-words.ts";

export function AddServiceDialog({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState(blankService);
  const regions = useRegions();
  const put = (change: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...change }));
  const submit = async () => {
    const { connection } = await keyturn.POST("/v1/services", { body: bodyOf(typed) });
    forgetConnections();
    onClose();
    navigate(`/connections/${connection.connectionId}`);
  };
  const enabled = regions.data?.items.filter((region) => region.enabled) ?? [];
  return (
    <Dialog title="Add new service" onClose={onClose} wide>
      <Form onSubmit={submit} submit="Save" onCancel={onClose}>
        <TextField label="Name" name="name" value={typed.name} onChange={(name) => put({ name })} autoFocus />
        <SelectField
          label="Type"
          name="type"
          value="s3"
          onChange={() => {}}
          options={[["s3", serviceType]]}
        />
        <RadioField
          label="Owner"
          name="owner"
          value={typed.owner}
          onChange={(owner) => put({ owner })}
          options={[
            { value: "provider", words: "Provider", hint: "A folder and a user are made for it." },
            {
              value: "customer",
              words: "Customer",
              hint: "The customer's own bucket, with a key of theirs.",
            },
          ]}
        />
        {typed.owner === "provider" ? (
          <SelectField
            label="Region"
            name="region"
            value={typed.region}
            onChange={(region) => put({ region })}
            options={[["", "The default region"], ...enabled.map(({ region }) => [region, region] as const)]}
          />
        ) : (
          <CustomerFields typed={typed} put={put} />
        )}
        <PipelinesField value={typed.pipelineIds} onChange={(pipelineIds) => put({ pipelineIds })} />
      </Form>
    </Dialog>
  );
}
