import { type ReactNode, useState } from "react";
import { TextField } from "./field.tsx";
import { Form } from "./form.tsx";

interface ConfirmFormProps {
  /** What is to be typed: the name of what is destroyed. */
  expected: string;
  /** The words on the button. */
  submit: string;
  onConfirm: (typed: string) => Promise<void>;
  onCancel: () => void;
  onReload?: (() => void) | undefined;
  /** What happens then. */
  children: ReactNode;
}

/** Whoever destroys something names it once more. */
export function ConfirmForm({ expected, submit, onConfirm, onCancel, onReload, children }: ConfirmFormProps) {
  const [typed, setTyped] = useState("");
  return (
    <Form
      onSubmit={() => onConfirm(typed.trim())}
      submit={submit}
      danger
      disabled={typed.trim() !== expected}
      onCancel={onCancel}
      onReload={onReload}
    >
      {children}
      <TextField
        label={
          <>
            Type <code>{expected}</code> to confirm
          </>
        }
        name="confirm"
        value={typed}
        onChange={setTyped}
      />
    </Form>
  );
}
