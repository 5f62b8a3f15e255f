import { TextField } from "../form/field.tsx";
import { RadioField } from "../form/radio-field.tsx";
import type { PolicyFieldsProps } from "./policy-form.tsx";
import type { TypedPolicy } from "./typed-policy.ts";

const fields: [name: keyof TypedPolicy, label: string, hint: string][] = [
  ["graceHoursDefault", "Old key works on, hours", "Unless a reset says otherwise"],
  ["graceHoursMax", "At the most, hours", "What a reset can ask for"],
  ["quietHours", "In use if used within, hours", "It is held as long as it is in use"],
  ["hardStopDays", "Ends in any case after, days", "In use or not"],
  ["undoHours", "Can be restored for, hours", "Before it is deleted"],
];

/** How keys are reset, and how long the one before lives on. */
export function ResetFields({ typed, put }: PolicyFieldsProps) {
  return (
    <>
      <h2>Resets</h2>
      <RadioField
        label="What a reset is, unless somebody says otherwise"
        name="reset.defaultMode"
        value={typed.defaultMode}
        onChange={(defaultMode) => put({ defaultMode })}
        options={[
          { value: "immediate", words: "Immediate", hint: "The old key stops at once." },
          { value: "staged", words: "Staged", hint: "The old key works on for a while." },
        ]}
      />
      <div className="side-by-side">
        {fields.map(([name, label, hint]) => (
          <TextField
            key={name}
            label={label}
            hint={hint}
            name={`reset.${name}`}
            inputMode="numeric"
            value={typed[name]}
            onChange={(value) => put({ [name]: value })}
          />
        ))}
      </div>
    </>
  );
}
