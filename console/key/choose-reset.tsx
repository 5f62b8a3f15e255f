import { useState } from "react";
import { usePolicy } from "../api/reads.ts";
import { SelectField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { RadioField } from "../form/radio-field.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Loaded } from "../parts/loaded.tsx";
import type { ChoosingProps } from "./create-key.tsx";
import { type Grace, graceByDefault, graces, type Reason, reasons, resetBody } from "./grace.ts";
import { useBusy } from "./use-busy.ts";
import { WhatBreaks } from "./what-breaks.tsx";

interface ChooseResetProps extends ChoosingProps {
  accessKeyId: string;
}

/** When the current key is to stop, why, and who will notice. */
export function ChooseReset({ target, accessKeyId, issue, onClose, onReload }: ChooseResetProps) {
  const policy = usePolicy();
  const [chosen, setChosen] = useState<Grace>();
  const [reason, setReason] = useState<Reason>("scheduled");
  const [busy, whileBusy] = useBusy();
  const close = busy ? undefined : onClose;
  const isLeaked = reason === "compromised";
  return (
    <Dialog title={`Reset access key: ${target.name}`} onClose={close} wide>
      <Loaded query={policy} what="your org's rules">
        {({ reset }) => {
          const grace = isLeaked ? "0" : (chosen ?? graceByDefault(reset));
          const submit = () => whileBusy(() => issue(resetBody(grace, reason, accessKeyId)));
          return (
            <Form
              onSubmit={submit}
              submit={grace === "0" ? "Reset now" : "Reset access key"}
              danger={grace === "0"}
              onCancel={close}
              onReload={onReload}
            >
              <p>
                A new key takes the place of <code>{accessKeyId}</code>. Its secret is shown once, right after
                this.
              </p>
              {target.connectionId && <WhatBreaks connectionId={target.connectionId} />}
              <SelectField
                label="Why"
                name="reason"
                value={reason}
                onChange={(value) => setReason(value as Reason)}
                options={reasons}
              />
              <RadioField<Grace>
                label="When does the current key stop working?"
                name="graceHours"
                value={grace}
                onChange={setChosen}
                options={graces.map((option) => ({
                  ...option,
                  ...withinPolicy(option.value, reset.graceHoursMax, isLeaked, option.hint),
                }))}
              />
            </Form>
          );
        }}
      </Loaded>
    </Dialog>
  );
}

function withinPolicy(grace: Grace, graceHoursMax: number, isLeaked: boolean, hint: string) {
  if (isLeaked && grace !== "0") return { disabled: true, hint: "Not for a key that may have leaked." };
  if (Number(grace) > graceHoursMax) {
    return { disabled: true, hint: `Your org's policy grants at most ${graceHoursMax} hours.` };
  }
  return { disabled: false, hint };
}
