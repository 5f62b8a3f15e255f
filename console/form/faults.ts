import { KeyturnProblem } from "@keyturn/client";
import { createContext, useContext } from "react";

interface Fault {
  path: string;
  message: string;
}

const Faults = createContext<unknown>(undefined);
export const FaultsProvider = Faults.Provider;

/**
 * What the API says of the field of that path, `customer.bucket` say, as a sentence; `withItems`: and of what is in it,
 * `fileNames.2` being the third.
 */
export function useFault(path: string, withItems = false): string | undefined {
  const failure = useContext(Faults);
  if (!(failure instanceof KeyturnProblem)) return undefined;
  const faults = [...failure.errors, ...faultsByCode(failure)];
  const own = faults.find((fault) => fault.path === path);
  if (own) return sentence(own.message);
  const within = withItems ? faults.find((fault) => fault.path.startsWith(`${path}.`)) : undefined;
  if (!within) return undefined;
  const place = Number(within.path.slice(path.length + 1));
  return Number.isInteger(place) ? `Line ${place + 1}: ${within.message}` : sentence(within.message);
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

export function isConflict(failure: unknown): boolean {
  return failure instanceof KeyturnProblem && failure.status === 409;
}

/** Faults of what no field of the form stands for. */
export function faultsElsewhere(failure: unknown, form: HTMLFormElement | null): readonly Fault[] {
  if (!(failure instanceof KeyturnProblem)) return [];
  const hasField = (path: string) =>
    form?.elements.namedItem(path) || form?.elements.namedItem(path.replace(/\.\d+$/, ""));
  return failure.errors.filter(({ path }) => !hasField(path));
}

/** Codes that tell of one field, which they do not name. */
const fieldOf: Record<string, string> = {
  unknown_pipeline: "pipelineIds",
  region_not_enabled: "region",
  confirmation_required: "confirm",
  confirmation_mismatch: "confirm",
};

/** Of a customer's pair that did not pass: what there was wrong with. Of `listing`, by its reason. */
const fieldOfCheck: Record<string, string> = {
  identity: "secretAccessKey",
  temporary: "accessKeyId",
  root: "accessKeyId",
  other_account: "accessKeyId",
  no_permission: "accessKeyId",
  no_such_bucket: "bucket",
  other_region: "region",
};

function faultsByCode({ code = "", detail = "", params }: KeyturnProblem): Fault[] {
  const field = fieldOf[code];
  if (field) return [{ path: field, message: detail }];
  if (code !== "credentials_rejected") return [];
  const checked = fieldOfCheck[params.reason ?? params.check ?? ""];
  if (!checked) return [];
  return [checked, `customer.${checked}`].map((path) => ({ path, message: detail }));
}
