import { KeyturnProblem, KeyturnUnreachable } from "@keyturn/client";

/** What went wrong, in a sentence for whoever sits before the page, and what helps. */
export interface FailureText {
  text: string;
  /** What the operator finds the request by. */
  requestId?: string;
  /** Somebody else was quicker: what is on the page is old. */
  isConflict: boolean;
}

export function failureText(error: unknown): FailureText {
  if (error instanceof KeyturnUnreachable) {
    return { text: "Keyturn does not answer. Check your connection, then try again.", isConflict: false };
  }
  if (!(error instanceof KeyturnProblem)) {
    return { text: "Something went wrong in this page. Reload it and try again.", isConflict: false };
  }
  const { status, detail, requestId, errors } = error;
  const told = detail ?? (status >= 500 ? "Keyturn has a fault of its own." : "The request was refused.");
  return {
    text: errors.length > 0 ? "Something here needs another look." : told,
    ...(requestId && status >= 500 && { requestId }),
    isConflict: status === 409,
  };
}
