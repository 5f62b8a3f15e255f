import * as z from "zod";
import { catalogue, EventMetadata, type EventType } from "./event.ts";
import { eventDescriptions } from "./event-descriptions.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of an event's `detail`, as consumers are given it in docs/events. */
export function publishedSchema(type: EventType): JsonSchema {
  const detail = z.strictObject({ metadata: EventMetadata, data: catalogue[type] });
  const { $schema, ...schema } = openSchema(detail);
  return { $schema, title: type, description: eventDescriptions[type], ...schema } as JsonSchema;
}

/** Open: a consumer passes over what it does not know, so that an event can say more later. */
export function openSchema(schema: z.ZodType): JsonSchema {
  const { "~standard": _, ...json } = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // What zod says beside what was asked for: its own expression for a format, and how far its integers go.
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return json;
}
