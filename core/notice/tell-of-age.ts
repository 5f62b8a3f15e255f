import { counted, inWords } from "./in-words.ts";
import { brieflyNamed, isCustomers, named, type Of, type Telling, type Where } from "./telling.ts";

/** A key that is due, soon or for long: it works, unless the rules say when it stops. */
export function ageing(
  event: Of<"KeyRotationReminder" | "KeyRotationDue" | "KeyRotationOverdue">,
  where: Where,
): Telling {
  const { accessKeyId, rotationDueAt, deactivatesAt } = event.data;
  const stops = deactivatesAt && ` If it is not reset, it stops working on ${inWords(deactivatesAt)}.`;
  const due = `The access key ${accessKeyId} of ${named(event)} ${dueSince(event)} (${inWords(rotationDueAt)}).`;
  return {
    subject: `The access key of ${brieflyNamed(event)} ${dueSince(event)}`,
    whatChanged: `${due}${stops || (isCustomers(event) ? " It works until it is deactivated in AWS." : " It works until it is reset.")}`,
    whatToUpdate: isCustomers(event)
      ? `Have a new access key made in AWS for the same user, give it to Keyturn, and put it into ${where}. Then deactivate the old one in AWS, and delete it.`
      : `Have the access key reset by somebody who manages it, and put the new one into ${where} when they do.`,
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
