import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Failure } from "../parts/failure.tsx";
import { FaultsProvider, faultsElsewhere, isConflict } from "./faults.ts";

interface FormProps {
  /** Throws what the API answered: its faults are shown beside the fields that they name. */
  onSubmit: () => Promise<void>;
  /** The words on the button. */
  submit: string;
  danger?: boolean;
  /** It cannot be sent yet. */
  disabled?: boolean;
  /** Beside the button: "Cancel". */
  onCancel?: (() => void) | undefined;
  /** After a conflict: loads what is there now. */
  onReload?: (() => void) | undefined;
  children: ReactNode;
}

/** A form that is sent by the page, never by the browser. While it is sent, it is not sent again. */
export function Form({ onSubmit, submit, danger, disabled, onCancel, onReload, children }: FormProps) {
  const ref = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (failure) ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failure]);
  const send = async () => {
    if (busy || disabled) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await onSubmit();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const elsewhere = faultsElsewhere(failure, ref.current);
  return (
    <form
      ref={ref}
      className="form"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FaultsProvider value={failure}>{children}</FaultsProvider>
      {failure !== undefined && (
        <Failure error={failure} again={isConflict(failure) ? onReload : undefined} />
      )}
      {elsewhere.length > 0 && (
        <ul className="faults">
          {elsewhere.map(({ path, message }) => (
            <li key={path}>
              <code>{path}</code>: {message}
            </li>
          ))}
        </ul>
      )}
      <div className="row end">
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" look={danger ? "danger" : "primary"} busy={busy} aria-disabled={disabled}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
