import * as z from "zod";
import { Adoption } from "../adoption/adoption.ts";
import { Instant } from "../clock.ts";
import { Owner } from "../connection/customer.ts";
import { CustomerPlace } from "../connection/customer-place.ts";
import { ConnectionId, ServiceId } from "../ids.ts";
import { Outbox } from "../journal/event.ts";
import { Org } from "../org/org.ts";
import { Dependents } from "../pipeline/dependents.ts";
import { Creation } from "../record/creation.ts";
import { Relinking } from "./relinking.ts";

const NAME_CHARACTERS_MAX = 120;
/** Control characters, line separators, lone surrogates, and what turns the direction of the text around. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
/** Neither a space nor one of the characters that show nothing by themselves; U+2800 is a pattern of no dots. */
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A name a person gives: 1 to 120 characters (code points), one of them visible, and none a control character. */
export const ServiceName = z
  .string()
  .trim()
  .min(1, { error: "a name has at least 1 character", abort: true })
  .refine((name) => [...name].length <= NAME_CHARACTERS_MAX, "a name has at most 120 characters")
  .refine((name) => !UNPRINTABLE.test(name), "a name has no control characters")
  .refine((name) => VISIBLE.test(name), "a name has a character that can be seen");

export const SERVICES_PER_ORG_MAX = 1_000;
export const CONNECTIONS_PER_SERVICE_MAX = 10;

/** A named S3 storage of an org. */
export const Service = z.object({
  org: Org,
  serviceId: ServiceId,
  name: z.string(),
  type: z.literal("s3"),
  owner: Owner,
  /** Where a customer's files lie, and whose keys open them. */
  customer: CustomerPlace.optional(),
  /** Made by Keyturn itself: `regional` is the org's own storage in a region. Nobody renames or deletes it. */
  system: z.literal("regional").optional(),
  region: z.string(),
  pipelineIds: z.array(z.string()),
  /** The first of them by name, as its connections show them. */
  dependents: Dependents,
  relinking: Relinking.optional(),
  /** Written before the connection is, so that no connection exists that its service does not name. */
  connectionIds: z.array(ConnectionId).max(CONNECTIONS_PER_SERVICE_MAX),
  /** The part of the folder after the org's, without slashes. Never renamed. A regional service has none. */
  folderName: z.string(),
  /** `deleted` is a tombstone: hidden, kept until its events are out. */
  state: z.enum(["creating", "ready", "deleting", "deleted"]),
  /** There for one whose user was there before Keyturn. */
  adoption: Adoption.optional(),
  creation: Creation.optional(),
  outbox: Outbox,
  sequence: z.int(),
  nextActionAt: Instant.optional(),
  /** A pipeline was about to be renamed: who reads names before this has not read them for the last time. */
  namesDueAt: Instant.optional(),
  version: z.int(),
  createdBy: z.string(),
  createdOn: Instant,
  updatedBy: z.string(),
  updatedOn: Instant,
});
export type Service = z.infer<typeof Service>;

export interface ServiceRef {
  org: Org;
  serviceId: string;
}
