import type { ChangePolicyBody, Policy } from "@keyturn/client";
import { linesOf } from "../form/lines.ts";

/** The policy as it is typed: every number is a text until it is sent, and the API says what is wrong with it. */
export type TypedPolicy = ReturnType<typeof typedOf>;

export function typedOf({ contacts, rotation, reset }: Policy) {
  return {
    contacts: contacts.join("\n"),
    maxAgeDays: String(rotation.maxAgeDays),
    remindBeforeDays: rotation.remindBeforeDays.join(", "),
    overdueEveryDays: String(rotation.overdueEveryDays),
    enforcement: rotation.enforcement,
    deactivateAfterDays: String(rotation.deactivateAfterDays ?? ""),
    defaultMode: reset.defaultMode,
    graceHoursDefault: String(reset.graceHoursDefault),
    graceHoursMax: String(reset.graceHoursMax),
    quietHours: String(reset.quietHours),
    hardStopDays: String(reset.hardStopDays),
    undoHours: String(reset.undoHours),
  };
}

/** What the page does not show, the window of adoptions, stays as it is. */
export function bodyOf(typed: TypedPolicy, { rotation }: Policy): ChangePolicyBody {
  const { enforcement, defaultMode } = typed;
  return {
    contacts: linesOf(typed.contacts),
    rotation: {
      enforcement,
      maxAgeDays: numberOf(typed.maxAgeDays),
      remindBeforeDays: typed.remindBeforeDays
        .split(/[,\s]+/)
        .filter(Boolean)
        .map(numberOf),
      overdueEveryDays: numberOf(typed.overdueEveryDays),
      adoptionWindowDays: rotation.adoptionWindowDays,
      ...(enforcement === "deactivate" &&
        typed.deactivateAfterDays !== "" && { deactivateAfterDays: numberOf(typed.deactivateAfterDays) }),
    },
    reset: {
      defaultMode,
      graceHoursDefault: numberOf(typed.graceHoursDefault),
      graceHoursMax: numberOf(typed.graceHoursMax),
      quietHours: numberOf(typed.quietHours),
      hardStopDays: numberOf(typed.hardStopDays),
      undoHours: numberOf(typed.undoHours),
    },
  };
}

/** What is no number is sent as none (JSON's null), and refused by its path. */
function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}
