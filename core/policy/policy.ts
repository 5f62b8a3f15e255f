import * as z from "zod";
import { Instant } from "../clock.ts";
import { Outbox } from "../journal/event.ts";
import { contactsUpTo } from "../notice/contact.ts";
import { Org } from "../org/org.ts";
import { Reset } from "./reset-rules.ts";
import { Rotation } from "./rotation-rules.ts";

export const CONTACTS_PER_ORG_MAX = 20;

/** An org's own rules. What a request leaves out is as it is by default. */
export const Policy = z.strictObject({
  /** Who is written to about every key of the org. */
  contacts: contactsUpTo(CONTACTS_PER_ORG_MAX).default([]),
  rotation: Rotation.prefault({}),
  reset: Reset.prefault({}),
});
export type Policy = z.infer<typeof Policy>;

/** A policy, and which change of it this is: 0 is the default that nobody has changed yet. */
export interface PolicyInForce {
  policy: Policy;
  policyVersion: number;
  /** Since when it has had these rules of rotation. */
  rotationSince?: Instant | undefined;
}

export const policyByDefault: PolicyInForce = { policy: Policy.parse({}), policyVersion: 0 };

/** How far the re-planning of the org's connections has come. */
const Replanning = z.object({ after: z.string().optional() });

/** The record of a policy that somebody has changed. */
export const PolicyRecord = z.object({
  org: Org,
  policy: Policy,
  policyVersion: z.int().positive(),
  rotationSince: Instant,
  /** There while connections may still be planned by an older policy. */
  replanning: Replanning.optional(),
  outbox: Outbox,
  sequence: z.int(),
  nextActionAt: Instant.optional(),
  version: z.int(),
  updatedBy: z.string(),
  updatedOn: Instant,
});
export type PolicyRecord = z.infer<typeof PolicyRecord>;

export interface PolicyRef {
  org: Org;
}
