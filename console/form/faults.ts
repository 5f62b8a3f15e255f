import { KeyturnProblem } from "@keyturn/client";
import { createContext, useContext } from "react";

const Faults = createContext<unknown>(undefined);
export const FaultsProvider = Faults.Provider;

/** What the API says of the field of that path, `customer.bucket` say, as a sentence. */
export function useFault(path: string): string | undefined {
  const failure = useContext(Faults);
  if (!(failure instanceof KeyturnProblem)) return undefined;
  const message = failure.errors.find((fault) => fault.path === path)?.message;
  return message && message.charAt(0).toUpperCase() + message.slice(1);
}

export function isConflict(failure: unknown): boolean {
  return failure instanceof KeyturnProblem && failure.status === 409;
}

/** Faults of what no field of the form stands for. */
export function faultsElsewhere(failure: unknown, form: HTMLFormElement | null) {
  if (!(failure instanceof KeyturnProblem)) return [];
  return failure.errors.filter(({ path }) => !form?.elements.namedItem(path));
}
