import type { EventType } from "./event.ts";

/** What each event tells whoever consumes it. Apart from the schemas, so that no Lambda bundles it. */
export const eventDescriptions: Record<EventType, string> = {
  ServiceCreated: "A data service is ready for use. Its first connection is named.",
  ServiceChanged: "A data service has another name, or other pipelines, or both.",
  ServiceDeleted:
    "A data service is deleted, with its connections, their keys and users. What lies in its folder stays.",
  ConnectionCreated: "A connection's folder, user and policy are there. It has no key yet.",
  ConnectionAdopted:
    "A user that was there before Keyturn is under management, with the key it has (null: none). Nothing about it was changed.",
  ConnectionDeleted:
    "A connection is deleted, with its key and, unless it was adopted, its user. What lies in its folder stays.",
  KeyCreated: "A connection that had no key has one.",
  KeyRotated:
    "A connection has another key. The previous one works until previousKeyValidUntil: in mode immediate that is the reset itself, in mode staged it is the time by which the new one should be in use. With owner customer only the customer ends it: then it is when Keyturn first looks whether that was done.",
  KeyRemoved: "A connection's key is deleted, and it has no other.",
  KeyRetired:
    "The previous key of a staged reset no longer works. It can be restored until deleteAt; null: it is deleted already. With owner customer: AWS no longer takes it, or the customer says that it is deleted.",
  KeyRestored:
    "A retired key works again, until retireAt or for as long as it is in use, and until hardStopAt at the latest.",
  KeyRetirementHeld:
    "The previous key of a staged reset was to be retired and is still in use (lastUsed; null: IAM did not tell). It is looked at again at lookAgainAt and retired at hardStopAt in any case.",
  OldKeyFoundActive:
    "A customer's old key was to be deactivated, and AWS still takes it. It is looked at again at lookAgainAt; nobody but the customer ends it.",
  KeyRotationReminder: "A key will be due for a reset in daysUntilDue days.",
  KeyRotationDue: "A key has reached the age at which it is to be reset.",
  KeyRotationOverdue: "A key should have been reset daysOverdue days ago.",
  KeyDisabled:
    "A key was deactivated and has no successor yet: it was leaked (compromised), or the policy lets no key grow older (expired).",
  KeyRecovered:
    "A change that was abandoned half-way has been undone. The keys it deleted were never given to anybody.",
  UnmanagedKeyDetected: "Somebody made a key for the connection's user by hand. Keyturn does not touch it.",
  KeyDriftDetected:
    "IAM differs from what Keyturn did: somebody else has deleted, deactivated or reactivated a key, or deleted its user. accessKeyId is null where a user without a key was deleted. Keyturn changes nothing.",
  KeyDriftResolved:
    "A difference from IAM that was told of is gone, without a change through Keyturn. detectedAt says when it was found.",
  UnmanagedUserDetected:
    "There is an IAM user under the org's path that no connection has: somebody made it, or left it. Keyturn does not touch it.",
  KeyReconciled:
    "After a restore from a backup: the key that the connection really has, and the one the backup named; null: none.",
  PolicyChanged: "The rules of an org are others now.",
  DependentPipelineNotice:
    "What one pipeline that depends on a key is told of it: what has changed or will, what to do about it, and by when.",
};
