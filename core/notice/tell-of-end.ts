import { brieflyNamed, isCustomers, named, type Of, type Telling, type Where } from "./telling.ts";

export function removed(event: Of<"KeyRemoved">, where: Where): Telling {
  const { accessKeyId } = event.data;
  if (isCustomers(event)) {
    return {
      subject: `The access key of ${brieflyNamed(event)} was taken out of Keyturn`,
      whatChanged: `Keyturn no longer keeps the access key ${accessKeyId} of ${named(event)}, and there is no other. In AWS the key is as it was.`,
      whatToUpdate: `Stop ${where} if it reads the key from Keyturn's store, or have a key given to Keyturn again. If the key is no longer needed, delete it in AWS.`,
      ...withoutKey(event),
    };
  }
  return {
    subject: `The access key of ${brieflyNamed(event)} was removed`,
    whatChanged: `The access key ${accessKeyId} of ${named(event)} was removed and no longer works. There is no other.`,
    whatToUpdate: `Stop ${where}, or have a new access key created and put it in.`,
    ...withoutKey(event),
  };
}

export function disabled(event: Of<"KeyDisabled">, where: Where): Telling {
  const { accessKeyId, reason } = event.data;
  const why =
    reason === "compromised"
      ? "because it may be known to somebody else"
      : "because it was not reset when it was due";
  return {
    subject: `The access key of ${brieflyNamed(event)} was switched off`,
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
