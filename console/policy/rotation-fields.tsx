import { TextField } from "../form/field.tsx";
import { RadioField } from "../form/radio-field.tsx";
import type { PolicyFieldsProps } from "./policy-form.tsx";

/** When keys are due, and what becomes of one that is not reset. */
export function RotationFields({ typed, put }: PolicyFieldsProps) {
  return (
    <>
      <h2>Age of keys</h2>
      <div className="side-by-side">
        <TextField
          label="Due after, days"
          name="rotation.maxAgeDays"
          inputMode="numeric"
          value={typed.maxAgeDays}
          onChange={(maxAgeDays) => put({ maxAgeDays })}
        />
        <TextField
          label="Reminders, days before"
          name="rotation.remindBeforeDays"
          hint="Separated by commas"
          value={typed.remindBeforeDays}
          onChange={(remindBeforeDays) => put({ remindBeforeDays })}
        />
        <TextField
          label="Said again every, days"
          name="rotation.overdueEveryDays"
          inputMode="numeric"
          value={typed.overdueEveryDays}
          onChange={(overdueEveryDays) => put({ overdueEveryDays })}
        />
      </div>
      <RadioField
        label="A key that is not reset"
        name="rotation.enforcement"
        value={typed.enforcement}
        onChange={(enforcement) => put({ enforcement })}
        options={[
          { value: "remind", words: "works on", hint: "Its contacts are told again and again." },
          { value: "deactivate", words: "is deactivated", hint: "Whoever uses it is cut off then." },
        ]}
      />
      {typed.enforcement === "deactivate" && (
        <TextField
          label="So many days after it was due"
          name="rotation.deactivateAfterDays"
          inputMode="numeric"
          value={typed.deactivateAfterDays}
          onChange={(deactivateAfterDays) => put({ deactivateAfterDays })}
        />
      )}
    </>
  );
}
