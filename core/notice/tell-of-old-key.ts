import { inWords, onOneLine } from "./in-words.ts";
import { brieflyNamed, named, type Of, secretOf, type Telling, type Where } from "./telling.ts";

// The key before, in and after the grace of a staged reset.

export function retirementHeld(event: Of<"KeyRetirementHeld">, where: Where): Telling {
  const { accessKeyId, currentAccessKeyId, lastUsed, hardStopAt } = event.data;
  const stop = inWords(hardStopAt);
  const use = lastUsed
    ? `was last used ${inWords(lastUsed.at)}, with ${onOneLine(lastUsed.service)}`
    : "IAM did not say whether it is in use";
  return {
    subject: `The old access key of ${brieflyNamed(event)} ${lastUsed ? "is" : "may be"} still in use, and stops on ${stop}`,
    whatChanged: `The old access key ${accessKeyId} of ${named(event)} was to stop by now, but ${use}. It was left working, and stops on ${stop} in any case.`,
    whatToUpdate: `See whether the old access key is still in ${where}, and put the new one in its place. ${secretOf(event)}`,
    updateBy: hardStopAt,
    ...{ accessKeyId: currentAccessKeyId, previousAccessKeyId: accessKeyId, oldKeyInUse: true },
  };
}

/** A customer's, which only the customer ends: nothing stops by itself. */
export function foundActive(event: Of<"OldKeyFoundActive">, where: Where): Telling {
  const { accessKeyId, currentAccessKeyId } = event.data;
  return {
    subject: `The old access key of ${brieflyNamed(event)} still works`,
    whatChanged: `The old access key ${accessKeyId} of ${named(event)} was to be deactivated by now, but AWS still takes it.`,
    whatToUpdate: `See whether the old access key is still in ${where}, and put the new one in its place. Then have the old one deactivated in AWS, and deleted. ${secretOf(event)}`,
    updateBy: null,
    ...{ accessKeyId: currentAccessKeyId, previousAccessKeyId: accessKeyId, oldKeyInUse: true },
  };
}

export function retired(event: Of<"KeyRetired">, where: Where): Telling {
  const { accessKeyId, currentAccessKeyId, deleteAt } = event.data;
  const undo = deleteAt
    ? ` If something has stopped, the old key can be restored until ${inWords(deleteAt)}.`
    : "";
  return {
    subject: `The old access key of ${brieflyNamed(event)} has stopped`,
    whatChanged: `The old access key ${accessKeyId} of ${named(event)} no longer works.${undo}`,
    whatToUpdate: `If the old access key is still in ${where}, put the new one in its place now. ${secretOf(event)}`,
    updateBy: event.metadata.occurredAt,
    ...{ accessKeyId: currentAccessKeyId, previousAccessKeyId: accessKeyId, oldKeyInUse: false },
  };
}

export function restored(event: Of<"KeyRestored">, where: Where): Telling {
  const { accessKeyId, currentAccessKeyId, hardStopAt } = event.data;
  const stop = inWords(hardStopAt);
  return {
    subject: `The old access key of ${brieflyNamed(event)} works again, until ${stop} at the latest`,
    whatChanged: `The old access key ${accessKeyId} of ${named(event)} was restored: it works again, until ${stop} at the latest.`,
    whatToUpdate: `Put the new access key into ${where} before the old one stops again. ${secretOf(event)}`,
    updateBy: hardStopAt,
    ...{ accessKeyId: currentAccessKeyId, previousAccessKeyId: accessKeyId, oldKeyInUse: false },
  };
}
