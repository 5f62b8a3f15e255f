import type { ReactNode } from "react";
import { useField } from "./use-field.ts";

interface RadioFieldProps<Value extends string> {
  label: string;
  name: string;
  value: Value;
  onChange: (value: Value) => void;
  /** Value, words, and what it means. */
  options: readonly { value: Value; words: string; hint?: ReactNode; disabled?: boolean }[];
}

/** A choice of few, all in sight. */
export function RadioField<Value extends string>(props: RadioFieldProps<Value>) {
  const { label, name, value, onChange, options } = props;
  const { ids, fault } = useField(name, undefined);
  return (
    <fieldset className="field radios" aria-describedby={fault && ids.fault}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="radio">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            disabled={option.disabled}
            aria-invalid={fault ? true : undefined}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.words}
            {option.hint && <span className="hint">{option.hint}</span>}
          </span>
        </label>
      ))}
      {fault && (
        <p className="fault" id={ids.fault}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}
