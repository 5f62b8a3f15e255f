import type { Condition, Patch, Versioned } from "../../core/record/patch.ts";

export interface Expression {
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, unknown>;
}

/** Names and values of one request, each named once however often it is used. */
class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};

  /** `windows.3` becomes `#windows[3]`, `current.accessKeyId` becomes `#current.#accessKeyId`. */
  path(path: string): string {
    return path
      .split(".")
      .map((name, place) => (/^\d+$/.test(name) ? `[${name}]` : `${place > 0 ? "." : ""}${this.name(name)}`))
      .join("");
  }

  name(name: string): string {
    this.names[`#${name}`] = name;
    return `#${name}`;
  }

  value(value: unknown): string {
    const key = `:v${Object.keys(this.values).length}`;
    this.values[key] = value;
    return key;
  }
}

/** What is set beside the patch: index keys, which are no business of core's. */
export interface IndexKeys {
  set: Record<string, unknown>;
  /** Set only where there is none yet. */
  setIfAbsent: Record<string, unknown>;
  remove: string[];
}

/** The patch as one UpdateItem. Every condition is joined with the item's existence. */
export function updateExpression<Item extends Versioned>(patch: Patch<Item>, index: IndexKeys): Expression {
  const at = new Placeholders();
  const set = Object.entries({ ...patch.set, ...index.set }).filter(([, value]) => value !== undefined);
  const added = Object.entries(patch.append ?? {}).filter(([, list]) => (list as unknown[]).length > 0);
  const one = at.value(1);
  const sets = [
    ...set.map(([name, value]) => `${at.name(name)} = ${at.value(value)}`),
    ...Object.entries(index.setIfAbsent).map(
      ([name, value]) => `${at.name(name)} = if_not_exists(${at.name(name)}, ${at.value(value)})`,
    ),
    ...added.map(([name, list]) => `${at.name(name)} = list_append(${at.name(name)}, ${at.value(list)})`),
    `${at.name("version")} = ${at.name("version")} + ${one}`,
  ];
  const removed = [...(patch.remove ?? []), ...index.remove].map((name) => at.name(name));
  const conditions = [`attribute_exists(${at.name("pk")})`, ...patch.when.map((one) => test(at, one))];
  return {
    UpdateExpression: `SET ${sets.join(", ")}${removed.length > 0 ? ` REMOVE ${removed.join(", ")}` : ""}`,
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: at.names,
    ExpressionAttributeValues: at.values,
  };
}

function test(at: Placeholders, condition: Condition): string {
  switch (condition.test) {
    case "absent":
      return `attribute_not_exists(${at.path(condition.path)})`;
    case "equals":
      return `${at.path(condition.path)} = ${at.value(condition.value)}`;
    case "at_most":
      return `${at.path(condition.path)} <= ${at.value(condition.value)}`;
    case "fewer_than":
      return `size(${at.path(condition.path)}) < ${at.value(condition.count)}`;
    case "any":
      return `(${condition.of.map((one) => test(at, one)).join(" OR ")})`;
  }
}
