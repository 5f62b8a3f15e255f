import type { ReactNode } from "react";
import { useField } from "./use-field.ts";

interface AreaFieldProps {
  label: ReactNode;
  name: string;
  hint?: ReactNode;
  rows: number;
  value: string;
  onChange: (value: string) => void;
}

/** Several things, one on each line. A fault of one of them, `fileNames.2` say, is shown here with its place. */
export function AreaField({ label, name, hint, rows, value, onChange }: AreaFieldProps) {
  const { ids, fault, input } = useField(name, hint, true);
  return (
    <div className="field">
      <label htmlFor={ids.input}>{label}</label>
      <textarea
        {...input}
        rows={rows}
        className="mono"
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint && (
        <p className="hint" id={ids.hint}>
          {hint}
        </p>
      )}
      {fault && (
        <p className="fault" id={ids.fault}>
          {fault}
        </p>
      )}
    </div>
  );
}
