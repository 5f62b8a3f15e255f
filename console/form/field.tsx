import type { ComponentProps, ReactNode } from "react";
import { useField } from "./use-field.ts";

interface FieldProps {
  label: ReactNode;
  /** Its path in the request, by which the API names its faults. */
  name: string;
  hint?: ReactNode;
}

type TextFieldProps = FieldProps &
  Omit<ComponentProps<"input">, "onChange" | "value"> & { value: string; onChange: (value: string) => void };

export function TextField({ label, name, hint, onChange, ...input }: TextFieldProps) {
  const field = useField(name, hint);
  return (
    <div className="field">
      <label htmlFor={field.ids.input}>{label}</label>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...input}
        {...field.input}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldWords {...field} hint={hint} />
    </div>
  );
}

type SelectFieldProps = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  /** Value and words, in their order. */
  options: readonly (readonly [value: string, words: string])[];
};

export function SelectField({ label, name, hint, value, onChange, options }: SelectFieldProps) {
  const field = useField(name, hint);
  return (
    <div className="field">
      <label htmlFor={field.ids.input}>{label}</label>
      <select {...field.input} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([optionValue, words]) => (
          <option key={optionValue} value={optionValue}>
            {words}
          </option>
        ))}
      </select>
      <FieldWords {...field} hint={hint} />
    </div>
  );
}

function FieldWords({ ids, fault, hint }: ReturnType<typeof useField> & { hint?: ReactNode }) {
  return (
    <>
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
    </>
  );
}
