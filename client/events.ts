import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { eventSchemas } from "./generated/event-schemas.ts";
import type { components } from "./generated/events.ts";

type Details = components["schemas"];

export type EventType = keyof Details;

/** What an event of that type says: `{metadata, data}`. */
export type EventDetail<Type extends EventType> = Details[Type];

/** An event as EventBridge delivers it. `KeyturnEvent` alone is any of them: its `detail-type` says which. */
export type KeyturnEvent<Type extends EventType = EventType> = { [One in Type]: Envelope<One> }[Type];

interface Envelope<Type extends EventType> {
  version: string;
  /** EventBridge's own. The same event delivered again has the same `detail.metadata.eventId`. */
  id: string;
  source: "keyturn";
  "detail-type": Type;
  account: string;
  region: string;
  time: string;
  resources: string[];
  detail: EventDetail<Type>;
  /** Of an event that comes out of the bus's archive. */
  "replay-name"?: string;
}

/** An event of a known type that is not as it was published: of a higher version, say. */
export class EventNotAsPublished extends Error {
  override readonly name = "EventNotAsPublished";
  /** What is wrong where, a sentence each, without the values that are. */
  readonly faults: readonly string[];

  constructor(type: EventType, faults: readonly string[]) {
    super(`not a ${type} as it was published: ${faults.join("; ")}`);
    this.faults = faults;
  }
}

/**
 * The event, checked with the schema that is published for its type. `undefined` for what is not Keyturn's or of a type
 * that this version of the package does not know: more may come, and are to be passed over. Fields it does not know are
 * left as they are. Throws EventNotAsPublished.
 */
export function readEvent(envelope: unknown): KeyturnEvent | undefined {
  const { source, "detail-type": type, detail } = (envelope ?? {}) as Record<string, unknown>;
  if (source !== "keyturn" || !isKnown(type)) return undefined;
  const validate = validatorOf(type);
  if (validate(detail)) return envelope as KeyturnEvent;
  const faults = (validate.errors ?? []).map(
    ({ instancePath, message }) => `detail${instancePath} ${message}`,
  );
  throw new EventNotAsPublished(type, faults);
}

function isKnown(type: unknown): type is EventType {
  return typeof type === "string" && Object.hasOwn(eventSchemas, type);
}

const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  formats: {
    "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
    uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  },
});
const validators = new Map<EventType, ValidateFunction>();

/** Made when the first event of its type comes. */
function validatorOf(type: EventType): ValidateFunction {
  const validate = validators.get(type) ?? ajv.compile(eventSchemas[type]);
  validators.set(type, validate);
  return validate;
}
