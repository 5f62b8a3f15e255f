import { inWords } from "./in-words.ts";
import { brieflyNamed, isCustomers, named, type Of, secretOf, type Telling, type Where } from "./telling.ts";

export function created(event: Of<"KeyCreated">, where: Where): Telling {
  const { accessKeyId } = event.data;
  return {
    subject: `${brieflyNamed(event)} has an access key`,
    whatChanged: isCustomers(event)
      ? `The access key ${accessKeyId} was given to Keyturn for ${named(event)}.`
      : `The access key ${accessKeyId} was created for ${named(event)}.`,
    whatToUpdate: `Put the new access key into ${where}. ${secretOf(event)}`,
    ...{ updateBy: null, accessKeyId, previousAccessKeyId: null, oldKeyInUse: false },
  };
}

export function rotated(event: Of<"KeyRotated">, where: Where): Telling {
  const { accessKeyId, previousAccessKeyId, mode, reason, previousKeyValidUntil } = event.data;
  const why = reason === "compromised" ? ", because the old one may be known to somebody else" : "";
  const keys = { accessKeyId, previousAccessKeyId, updateBy: previousKeyValidUntil, oldKeyInUse: false };
  const taken = `${accessKeyId} has taken the place of ${previousAccessKeyId}${why}.`;
  if (isCustomers(event)) {
    const when = inWords(previousKeyValidUntil);
    return {
      ...keys,
      subject: `${brieflyNamed(event)} has another access key: update it before the old one is deactivated`,
      whatChanged: `Another access key was given to Keyturn for ${named(event)}: ${taken} The old key works until it is deactivated in AWS.`,
      whatToUpdate: `Put the new access key into ${where}; then the old one can be deactivated in AWS, and deleted. On ${when} Keyturn looks whether that was done. ${secretOf(event)}`,
    };
  }
  if (mode === "staged") {
    const until = inWords(previousKeyValidUntil);
    return {
      ...keys,
      subject: `Update the access key of ${brieflyNamed(event)} by ${until}`,
      whatChanged: `The access key of ${named(event)} was reset: ${taken} The old key works until ${until}.`,
      whatToUpdate: `Put the new access key into ${where} before the old one stops. ${secretOf(event)}`,
    };
  }
  return {
    ...keys,
    subject: `Update the access key of ${brieflyNamed(event)} now: the old one no longer works`,
    whatChanged: `The access key of ${named(event)} was reset: ${taken} The old key no longer works.`,
    whatToUpdate: `Put the new access key into ${where} now: until then the folder cannot be reached. ${secretOf(event)}`,
  };
}
