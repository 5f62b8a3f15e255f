import type { EventType } from "@keyturn/client/events";

interface EventWords {
  words: string;
  look: "" | "good" | "warn" | "bad";
}

/** What happened, in a few words; whether somebody has to see to it, by its colour. */
const known: Record<EventType, EventWords> = {
  ServiceCreated: { words: "Data service added", look: "good" },
  ServiceChanged: { words: "Data service changed", look: "" },
  ServiceDeleted: { words: "Data service deleted", look: "bad" },
  ConnectionCreated: { words: "Connection added", look: "good" },
  ConnectionAdopted: { words: "Connection adopted", look: "good" },
  ConnectionDeleted: { words: "Connection deleted", look: "bad" },
  KeyCreated: { words: "Access key created", look: "good" },
  KeyRotated: { words: "Access key reset", look: "good" },
  KeyRemoved: { words: "Access key removed", look: "bad" },
  KeyRetired: { words: "Old key ended", look: "" },
  KeyRestored: { words: "Old key restored", look: "warn" },
  KeyRetirementHeld: { words: "Old key held: still in use", look: "warn" },
  OldKeyFoundActive: { words: "Old key still works", look: "warn" },
  KeyRotationReminder: { words: "Reminded: due soon", look: "warn" },
  KeyRotationDue: { words: "Due for a reset", look: "warn" },
  KeyRotationOverdue: { words: "Overdue for a reset", look: "bad" },
  KeyDisabled: { words: "Access key disabled", look: "bad" },
  KeyRecovered: { words: "Abandoned change undone", look: "" },
  UnmanagedKeyDetected: { words: "Key made by somebody else", look: "bad" },
  KeyDriftDetected: { words: "Changed in IAM by somebody else", look: "bad" },
  KeyDriftResolved: { words: "Change in IAM is gone", look: "good" },
  UnmanagedUserDetected: { words: "User made by somebody else", look: "bad" },
  KeyReconciled: { words: "Reconciled after a restore", look: "" },
  PolicyChanged: { words: "Policy changed", look: "" },
  DependentPipelineNotice: { words: "Pipeline told", look: "" },
};

/** A later Keyturn can tell of what this page does not know. */
export function eventWords(type: string): EventWords {
  return Object.hasOwn(known, type) ? known[type as EventType] : { words: type, look: "" };
}
