import { useState } from "react";
import { usePipelines } from "../api/reads.ts";
import { TextField } from "../form/field.tsx";
import { useField } from "../form/use-field.ts";

interface PipelinesFieldProps {
  value: string[];
  onChange: (pipelineIds: string[]) => void;
}

/** More are found by their name. */
const SHOWN_MAX = 50;

/** Which pipelines are linked: they are told when the key changes. */
export function PipelinesField({ value, onChange }: PipelinesFieldProps) {
  const [find, setFind] = useState("");
  const { data: pipelines = [], isPending } = usePipelines();
  const { ids, fault } = useField("pipelineIds", undefined);
  const found = pipelines.filter(({ name, pipelineId }) =>
    `${name} ${pipelineId}`.toLowerCase().includes(find.toLowerCase()),
  );
  const toggle = (id: string) =>
    onChange(value.includes(id) ? value.filter((other) => other !== id) : [...value, id]);
  return (
    <fieldset className="field" aria-describedby={fault && ids.fault}>
      <legend>Linked pipelines {value.length > 0 && <span className="muted">· {value.length}</span>}</legend>
      {isPending && <p className="hint">Loading the pipelines …</p>}
      {!isPending && pipelines.length === 0 && <p className="hint">Your org has no pipelines yet.</p>}
      {pipelines.length > 8 && (
        <TextField label="Find" name="findPipelines" value={find} onChange={setFind} />
      )}
      {pipelines.length > 0 && (
        <ul className="choices">
          {found.slice(0, SHOWN_MAX).map(({ pipelineId, name }) => (
            <li key={pipelineId}>
              <label className="radio">
                <input
                  type="checkbox"
                  name="pipelineIds"
                  checked={value.includes(pipelineId)}
                  onChange={() => toggle(pipelineId)}
                />
                <span>
                  {name} <span className="muted mono">{pipelineId}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {found.length > SHOWN_MAX && (
        <p className="hint">{found.length - SHOWN_MAX} more: type a part of the name.</p>
      )}
      {fault && (
        <p className="fault" id={ids.fault}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}
