import type { Instant } from "../clock.ts";
import type { ConcerningEvent } from "./concerning.ts";
import { asSubject, counted, inWords, onOneLine } from "./in-words.ts";

/** What is told of an event, before anybody in particular is told. */
export interface Telling {
  /** Of a mail. */
  subject: string;
  whatChanged: string;
  whatToUpdate: string;
  /** By when; `null`: nothing breaks by itself. */
  updateBy: Instant | null;
  /** The key to use; `null`: there is none. */
  accessKeyId: string | null;
  /** The key to use no longer; `null`: there was none. */
  previousAccessKeyId: string | null;
  oldKeyInUse: boolean;
}

/** A secret is told to nobody but the one who asked for the key: whoever needs it has to ask them. */
const SECRET =
  "Its secret was shown once, to whoever asked for it, and is never mailed: get it from them, or reset the key again.";

/** Where the key has to be changed, in a sentence. */
export type Where = "this pipeline" | "these pipelines" | "whatever uses it";

export function tellingOf(event: ConcerningEvent, where: Where): Telling {
  const told = byType(event, where);
  return { ...told, subject: asSubject(told.subject) };
}

/** What is told of each event. */
function byType(event: ConcerningEvent, where: Where): Telling {
  switch (event.type) {
    case "KeyCreated":
      return created(event, where);
    case "KeyRotated":
      return rotated(event, where);
    case "KeyRetirementHeld":
      return retirementHeld(event, where);
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
  }
}

type Of<Type extends ConcerningEvent["type"]> = Extract<ConcerningEvent, { type: Type }>;

/** The data service's name in a sentence. */
function named({ data }: ConcerningEvent): string {
  return `“${onOneLine(data.serviceName)}”`;
}

function created(event: Of<"KeyCreated">, where: Where): Telling {
  const { accessKeyId } = event.data;
  return {
    subject: `${named(event)} has an access key`,
    whatChanged: `The access key ${accessKeyId} was created for ${named(event)}.`,
    whatToUpdate: `Put the new access key into ${where}. ${SECRET}`,
    ...{ updateBy: null, accessKeyId, previousAccessKeyId: null, oldKeyInUse: false },
  };
}

function rotated(event: Of<"KeyRotated">, where: Where): Telling {
  const { accessKeyId, previousAccessKeyId, mode, reason, previousKeyValidUntil } = event.data;
  const why = reason === "compromised" ? ", because the old one may be known to somebody else" : "";
  const keys = { accessKeyId, previousAccessKeyId, updateBy: previousKeyValidUntil, oldKeyInUse: false };
  const taken = `${accessKeyId} has taken the place of ${previousAccessKeyId}${why}.`;
  if (mode === "staged") {
    const until = inWords(previousKeyValidUntil);
    return {
      ...keys,
      subject: `Update the access key of ${named(event)} by ${until}`,
      whatChanged: `The access key of ${named(event)} was reset: ${taken} The old key works until ${until}.`,
      whatToUpdate: `Put the new access key into ${where} before the old one stops. ${SECRET}`,
    };
  }
  return {
    ...keys,
    subject: `Update the access key of ${named(event)} now: the old one no longer works`,
    whatChanged: `The access key of ${named(event)} was reset: ${taken} The old key no longer works.`,
    whatToUpdate: `Put the new access key into ${where} now: until then the folder cannot be reached. ${SECRET}`,
  };
}

function retirementHeld(event: Of<"KeyRetirementHeld">, where: Where): Telling {
  const { accessKeyId, currentAccessKeyId, lastUsed, hardStopAt } = event.data;
  const stop = inWords(hardStopAt);
  const use = lastUsed
    ? `was last used ${inWords(lastUsed.at)}, with ${onOneLine(lastUsed.service)}`
    : "may still be in use";
  return {
    subject: `The old access key of ${named(event)} is still in use, and stops on ${stop}`,
    whatChanged: `The old access key ${accessKeyId} of ${named(event)} was to stop by now, but ${use}. It was left working, and stops on ${stop} in any case.`,
    whatToUpdate: `See whether the old access key is still in ${where}, and put the new one in its place. ${SECRET}`,
    updateBy: hardStopAt,
    ...{ accessKeyId: currentAccessKeyId, previousAccessKeyId: accessKeyId, oldKeyInUse: true },
  };
}

function retired(event: Of<"KeyRetired">, where: Where): Telling {
  const { accessKeyId, currentAccessKeyId, deleteAt } = event.data;
  const undo = deleteAt
    ? ` If something has stopped, the old key can be restored until ${inWords(deleteAt)}.`
    : "";
  return {
    subject: `The old access key of ${named(event)} has stopped`,
    whatChanged: `The old access key ${accessKeyId} of ${named(event)} no longer works.${undo}`,
    whatToUpdate: `If the old access key is still in ${where}, put the new one in its place now. ${SECRET}`,
    updateBy: event.metadata.occurredAt,
    ...{ accessKeyId: currentAccessKeyId, previousAccessKeyId: accessKeyId, oldKeyInUse: false },
  };
}

function restored(event: Of<"KeyRestored">, where: Where): Telling {
  const { accessKeyId, currentAccessKeyId, hardStopAt } = event.data;
  const stop = inWords(hardStopAt);
  return {
    subject: `The old access key of ${named(event)} works again, until ${stop} at the latest`,
    whatChanged: `The old access key ${accessKeyId} of ${named(event)} was restored: it works again, until ${stop} at the latest.`,
    whatToUpdate: `Put the new access key into ${where} before the old one stops again. ${SECRET}`,
    updateBy: hardStopAt,
    ...{ accessKeyId: currentAccessKeyId, previousAccessKeyId: accessKeyId, oldKeyInUse: false },
  };
}

/** A key that is due, soon or for long: it works, unless the rules say when it stops. */
function ageing(
  event: Of<"KeyRotationReminder" | "KeyRotationDue" | "KeyRotationOverdue">,
  where: Where,
): Telling {
  const { accessKeyId, rotationDueAt, deactivatesAt } = event.data;
  const stops = deactivatesAt && ` If it is not reset, it stops working on ${inWords(deactivatesAt)}.`;
  const due = `The access key ${accessKeyId} of ${named(event)} ${dueSince(event)} (${inWords(rotationDueAt)}).`;
  return {
    subject: `The access key of ${named(event)} ${dueSince(event)}`,
    whatChanged: `${due}${stops || " It works until it is reset."}`,
    whatToUpdate: `Have the access key reset by somebody who manages it, and put the new one into ${where} when they do.`,
    updateBy: deactivatesAt ?? rotationDueAt,
    ...{ accessKeyId, previousAccessKeyId: null, oldKeyInUse: false },
  };
}

function dueSince(event: Of<"KeyRotationReminder" | "KeyRotationDue" | "KeyRotationOverdue">): string {
  switch (event.type) {
    case "KeyRotationReminder":
      return `is due for a reset in ${counted(event.data.daysUntilDue, "day")}`;
    case "KeyRotationDue":
      return "is due for a reset now";
    case "KeyRotationOverdue":
      return `has been due for a reset for ${counted(event.data.daysOverdue, "day")}`;
  }
}

function removed(event: Of<"KeyRemoved">, where: Where): Telling {
  const { accessKeyId } = event.data;
  return {
    subject: `The access key of ${named(event)} was removed`,
    whatChanged: `The access key ${accessKeyId} of ${named(event)} was removed and no longer works. There is no other.`,
    whatToUpdate: `Stop ${where}, or have a new access key created and put it in.`,
    ...withoutKey(event),
  };
}

function disabled(event: Of<"KeyDisabled">, where: Where): Telling {
  const { accessKeyId, reason } = event.data;
  const why =
    reason === "compromised"
      ? "because it may be known to somebody else"
      : "because it was not reset when it was due";
  return {
    subject: `The access key of ${named(event)} was switched off`,
    whatChanged: `The access key ${accessKeyId} of ${named(event)} was switched off, ${why}. It no longer works, and there is no other yet.`,
    whatToUpdate: `Have the access key reset by somebody who manages it, and put the new one into ${where}: until then the folder cannot be reached.`,
    ...withoutKey(event),
  };
}

function withoutKey({ data, metadata }: Of<"KeyRemoved" | "KeyDisabled">) {
  return {
    updateBy: metadata.occurredAt,
    accessKeyId: null,
    previousAccessKeyId: data.accessKeyId,
    oldKeyInUse: false,
  };
}
