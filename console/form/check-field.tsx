import type { ReactNode } from "react";
import { useField } from "./use-field.ts";

interface CheckFieldProps {
  label: ReactNode;
  name: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function CheckField({ label, name, checked, onChange }: CheckFieldProps) {
  const { input, ids, fault } = useField(name, undefined);
  return (
    <div className="field">
      <label className="radio">
        <input
          {...input}
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      {fault && (
        <p className="fault" id={ids.fault}>
          {fault}
        </p>
      )}
    </div>
  );
}
