import { brieflyNamed, named, type Of, secretOf, type Telling, type Where } from "./telling.ts";

type Drifted = Of<"KeyDriftDetected">;

/** Somebody else has changed a key in AWS: Keyturn says so, and cannot know why. */
export function drifted(event: Drifted, where: Where): Telling {
  const { accessKeyId, currentAccessKeyId, drift } = event.data;
  const isOld = accessKeyId !== currentAccessKeyId;
  const key = `The ${isOld ? "old " : ""}access key ${accessKeyId} of ${named(event)}`;
  const told = {
    ...{ subject: subjectOf(event, isOld), accessKeyId: isOld ? currentAccessKeyId : null },
    ...{ previousAccessKeyId: accessKeyId, oldKeyInUse: false },
  };
  if (drift === "key_reactivated") {
    return {
      ...told,
      whatChanged: `${key} had been switched off. It was switched on again in AWS, not by Keyturn, and works.`,
      whatToUpdate: `Nothing needs to be changed in ${where}. Whoever manages the key should find out who did that; ${isOld ? "retiring the old key" : "a reset"} ends it.`,
      updateBy: null,
    };
  }
  return {
    ...told,
    whatChanged: `${drift === "user_deleted" ? withItsUser(event, key) : `${key} was ${drift === "key_deleted" ? "deleted" : "switched off"} in AWS, not by Keyturn`}. It does not work.`,
    whatToUpdate: whatToDo(event, isOld, where),
    updateBy: event.metadata.occurredAt,
  };
}

function subjectOf(event: Drifted, isOld: boolean): string {
  const key = `The ${isOld ? "old " : ""}access key of ${brieflyNamed(event)}`;
  switch (event.data.drift) {
    case "key_deleted":
      return `${key} was deleted outside of Keyturn`;
    case "key_deactivated":
      return `${key} was switched off outside of Keyturn`;
    case "key_reactivated":
      return `${key} was switched on again outside of Keyturn`;
    case "user_deleted":
      return `The user of ${brieflyNamed(event)} was deleted outside of Keyturn`;
  }
}

function withItsUser(event: Drifted, key: string): string {
  const { accessKeyId, userName } = event.data;
  if (accessKeyId === null)
    return `The user ${userName} of ${named(event)} was deleted in AWS, not by Keyturn`;
  return `${key} was deleted in AWS with its user ${userName}, not by Keyturn`;
}

function whatToDo(event: Drifted, isOld: boolean, where: Where): string {
  if (event.data.drift === "user_deleted") {
    return `Have somebody who manages the data service look into it, and add another connection for ${where}: no key of this one will work again.`;
  }
  return isOld
    ? `If the old access key is still in ${where}, put the new one in its place now. ${secretOf(event)}`
    : `Have the access key reset by somebody who manages it, and put the new one into ${where}: until then the folder cannot be reached.`;
}
