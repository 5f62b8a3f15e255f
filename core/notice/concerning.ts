import type { KeyturnEvent } from "../journal/event.ts";

/** The events that whoever depends on a key is told of. */
export const concerning = [
  "KeyCreated",
  "KeyRotated",
  "KeyRemoved",
  "KeyRetired",
  "KeyRestored",
  "KeyRetirementHeld",
  "OldKeyFoundActive",
  "KeyRotationReminder",
  "KeyRotationDue",
  "KeyRotationOverdue",
  "KeyDisabled",
  "KeyDriftDetected",
] as const satisfies KeyturnEvent["type"][];

export type ConcerningEvent = Extract<KeyturnEvent, { type: (typeof concerning)[number] }>;

export function isConcerning(event: KeyturnEvent): event is ConcerningEvent {
  return concerning.some((type) => type === event.type);
}
