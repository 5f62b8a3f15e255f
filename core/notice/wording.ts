import type { ConcerningEvent } from "./concerning.ts";
import { asSubject } from "./in-words.ts";
import { ageing } from "./tell-of-age.ts";
import { drifted } from "./tell-of-drift.ts";
import { disabled, removed } from "./tell-of-end.ts";
import { foundActive, restored, retired, retirementHeld } from "./tell-of-old-key.ts";
import { created, rotated } from "./tell-of-reset.ts";
import type { Telling, Where } from "./telling.ts";

/** What is told of each event. */
export function tellingOf(event: ConcerningEvent, where: Where): Telling {
  const told = byType(event, where);
  return { ...told, subject: asSubject(told.subject) };
}

function byType(event: ConcerningEvent, where: Where): Telling {
  switch (event.type) {
    case "KeyCreated":
      return created(event, where);
    case "KeyRotated":
      return rotated(event, where);
    case "KeyRetirementHeld":
      return retirementHeld(event, where);
    case "OldKeyFoundActive":
      return foundActive(event, where);
    case "KeyRetired":
      return retired(event, where);
    case "KeyRestored":
      return restored(event, where);
    case "KeyRotationReminder":
    case "KeyRotationDue":
    case "KeyRotationOverdue":
      return ageing(event, where);
    case "KeyRemoved":
      return removed(event, where);
    case "KeyDisabled":
      return disabled(event, where);
    case "KeyDriftDetected":
      return drifted(event, where);
  }
}
