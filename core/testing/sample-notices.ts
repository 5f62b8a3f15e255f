import type { Instant } from "../clock.ts";
import { DAY_MS, plus } from "../clock.ts";
import { factsOf } from "../connection/events.ts";
import type { EventMetadata } from "../journal/event.ts";
import type { ConcerningEvent } from "../notice/concerning.ts";
import type { Leftover } from "../notice/leftover.ts";
import { addressHashOf, type MailRecord } from "../notice/mails.ts";
import { expiryOf, type Notice, noticeFor } from "../notice/notice.ts";
import { tellingOf } from "../notice/wording.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { aConnection, SAMPLE_TIME } from "./sample-records.ts";

export const OLD_KEY = "AKIAOLD0000000000001";
export const NEW_KEY = "AKIANEW0000000000001";
const KEPT_UNTIL: Instant = plus(SAMPLE_TIME, 14 * DAY_MS);

export function aPipeline(org: string, pipelineId: string, change: Partial<Pipeline> = {}): Pipeline {
  return {
    ...{ org, pipelineId, name: `Pipeline ${pipelineId}`, kind: "data-pipeline", direction: "reads" },
    ...{ filePatterns: [], contacts: [], serviceIds: [], version: 1 },
    ...{ createdOn: SAMPLE_TIME, updatedBy: "Ada Admin", updatedOn: SAMPLE_TIME },
    ...change,
  };
}

export function aNotice(org: string, eventId: string, pipelineId: string): Notice {
  const event = anEventOf("KeyRotated", { metadata: { org, eventId } });
  const telling = tellingOf(event, "this pipeline");
  return noticeFor(event, telling, aPipeline(org, pipelineId), SAMPLE_TIME);
}

export function aMail(org: string, eventId: string): MailRecord {
  return {
    ...{ org, eventId, addressHash: addressHashOf("ada@example.com"), state: "sending" },
    claimId: "01900000-0000-7000-8000-00000000000a",
    ...{ claimedAt: SAMPLE_TIME, version: 1, expiresAt: expiryOf(SAMPLE_TIME) },
  };
}

export function aLeftover(org: string, eventId: string): Leftover {
  const event = anEventOf("KeyRotated", { metadata: { org, eventId } });
  const from = { mailsAfter: addressHashOf("ada@example.com"), since: SAMPLE_TIME };
  return { org, eventId, event, from, nextActionAt: SAMPLE_TIME, version: 1 };
}

type Type = ConcerningEvent["type"];
type Of<Name extends Type> = Extract<ConcerningEvent, { type: Name }>;

/** One of each type, about a connection of a data service called “Sales data”. */
export function anEventOf<Name extends Type>(
  type: Name,
  change: { metadata?: Partial<EventMetadata>; data?: Partial<Of<Name>["data"]> } = {},
): Of<Name> {
  const { org = "acme" } = change.metadata ?? {};
  return {
    type,
    metadata: {
      ...{ eventId: "01900000-0000-7000-8000-000000000001", sequence: 1, version: 1 },
      ...{ occurredAt: SAMPLE_TIME, org, by: "Ada Admin", correlationId: "request-1" },
      ...change.metadata,
    },
    data: { ...factsOf(aConnection(org)), serviceName: "Sales data", ...details[type], ...change.data },
  } as Of<Name>;
}

const ageing = {
  ...{ accessKeyId: NEW_KEY, keyCreatedAt: plus(SAMPLE_TIME, -180 * DAY_MS) },
  ...{ rotationDueAt: SAMPLE_TIME, deactivatesAt: null },
};
const onItsWayOut = { accessKeyId: OLD_KEY, currentAccessKeyId: NEW_KEY };

const details: Record<Type, object> = {
  KeyCreated: { accessKeyId: NEW_KEY },
  KeyRotated: {
    ...{ previousAccessKeyId: OLD_KEY, accessKeyId: NEW_KEY, mode: "immediate", reason: "other" },
    previousKeyValidUntil: SAMPLE_TIME,
  },
  KeyRemoved: { accessKeyId: OLD_KEY },
  KeyRetired: { ...onItsWayOut, deleteAt: plus(SAMPLE_TIME, 3 * DAY_MS) },
  KeyRestored: { ...onItsWayOut, retireAt: plus(SAMPLE_TIME, DAY_MS), hardStopAt: KEPT_UNTIL },
  KeyRetirementHeld: {
    ...onItsWayOut,
    lastUsed: { at: plus(SAMPLE_TIME, -3_600_000), service: "s3", region: "us-east-1" },
    ...{ lookAgainAt: plus(SAMPLE_TIME, DAY_MS), hardStopAt: KEPT_UNTIL },
    dependents: { count: 0, first: [] },
  },
  OldKeyFoundActive: {
    ...{ ...onItsWayOut, owner: "customer", lookAgainAt: plus(SAMPLE_TIME, DAY_MS) },
    dependents: { count: 0, first: [] },
  },
  KeyRotationReminder: { ...ageing, daysUntilDue: 7 },
  KeyRotationDue: ageing,
  KeyRotationOverdue: { ...ageing, daysOverdue: 7 },
  KeyDriftDetected: { accessKeyId: OLD_KEY, currentAccessKeyId: OLD_KEY, drift: "key_deactivated" },
  KeyDisabled: { accessKeyId: OLD_KEY, reason: "compromised" },
};
