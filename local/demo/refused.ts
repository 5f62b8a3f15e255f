import { KeyturnProblem } from "@keyturn/client";

/** The problem, once the call is refused as it was promised. */
export async function refused(
  call: Promise<unknown>,
  status: number,
  code?: string,
): Promise<KeyturnProblem> {
  const outcome = await call.then(
    () => "success",
    (error: unknown) => error,
  );
  if (outcome instanceof KeyturnProblem) {
    if (outcome.status === status && outcome.code === code) return outcome;
  } else if (outcome !== "success") throw outcome;
  const got = outcome instanceof KeyturnProblem ? nameOf(outcome) : outcome;
  throw new Error(`promised ${nameOf({ status, code })}, got ${got}`);
}

function nameOf({ status, code }: { status: number; code?: string | undefined }): string {
  return code ? `${status} ${code}` : String(status);
}
