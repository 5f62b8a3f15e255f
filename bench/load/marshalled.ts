import type { AttributeValue } from "aws-lambda";

export type { AttributeValue } from "aws-lambda";

/** A record as DynamoDB has it on the wire; what is undefined is left out. */
export function marshalled(record: object): Record<string, AttributeValue> {
  const present = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, attribute(value)]));
}

function attribute(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  return Array.isArray(value) ? { L: value.map(attribute) } : { M: marshalled(value as object) };
}
