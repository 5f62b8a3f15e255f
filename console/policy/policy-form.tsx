import type { Policy } from "@keyturn/client";
import { useState } from "react";
import { keyturn } from "../api/keyturn.ts";
import { queries } from "../api/queries.ts";
import { AreaField } from "../form/area-field.tsx";
import { Form } from "../form/form.tsx";
import { Notice } from "../parts/notice.tsx";
import "../styles/policy.css";
import { PolicyPreview } from "./policy-preview.tsx";
import { ResetFields } from "./reset-fields.tsx";
import { RotationFields } from "./rotation-fields.tsx";
import { bodyOf, type TypedPolicy, typedOf } from "./typed-policy.ts";

export interface PolicyFieldsProps {
  typed: TypedPolicy;
  put: (change: Partial<TypedPolicy>) => void;
}

export function PolicyForm({ policy }: { policy: Policy }) {
  const [typed, setTyped] = useState(() => typedOf(policy));
  const [isSaved, setSaved] = useState(false);
  const isChanged = JSON.stringify(typed) !== JSON.stringify(typedOf(policy));
  const put = (change: Partial<TypedPolicy>) => {
    setSaved(false);
    setTyped((before) => ({ ...before, ...change }));
  };
  const submit = async () => {
    const saved = await keyturn.PUT("/v1/policy", { body: bodyOf(typed, policy) });
    setTyped(typedOf(saved));
    setSaved(true);
    queries.setQueryData(["policy"], saved);
    for (const key of ["connections", "summary", "history"]) {
      void queries.invalidateQueries({ queryKey: [key] });
    }
  };
  return (
    <div className="card policy">
      <Form onSubmit={submit} submit="Save the policy" disabled={!isChanged}>
        <RotationFields typed={typed} put={put} />
        <ResetFields typed={typed} put={put} />
        <AreaField
          label="Contacts"
          name="contacts"
          hint="Mail addresses, one on each line. They are written to about every key of the org."
          rows={2}
          value={typed.contacts}
          onChange={(contacts) => put({ contacts })}
        />
        {isChanged && <PolicyPreview policy={policy} typed={typed} />}
        {isSaved && !isChanged && (
          <Notice kind="good" announced>
            The policy is saved.
          </Notice>
        )}
      </Form>
    </div>
  );
}
