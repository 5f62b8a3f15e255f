import { type ReactNode, useId } from "react";
import { useFault } from "./faults.ts";

/** What ties an input to its label, its hint and what is wrong with it. */
export function useField(name: string, hint: ReactNode, withItems = false) {
  const id = useId();
  const fault = useFault(name, withItems);
  const ids = { input: `${id}input`, hint: `${id}hint`, fault: `${id}fault` };
  const describedBy = [hint && ids.hint, fault && ids.fault].filter(Boolean).join(" ");
  const input = {
    id: ids.input,
    name,
    "aria-invalid": fault ? (true as const) : undefined,
    "aria-describedby": describedBy || undefined,
  };
  return { ids, fault, input };
}
