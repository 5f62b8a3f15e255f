import { table as keys } from "../../../functions/table.ts";
import { allOf, differences, type Graph, inputAt, textOf, unless } from "../graph.ts";

interface Index {
  name: string;
  hashKey: string;
  rangeKey?: string;
  projectionType: string;
  nonKeyAttributes?: string[];
}

/** One table, with the keys and indexes of functions/table.ts, every key declared. */
export function theTableIsAsDeclared(graph: Graph): string[] {
  const [table, ...others] = allOf(graph, "aws:dynamodb/table:Table");
  if (!table) return ["there is no table"];
  if (others.length > 0) return others.map(({ name }) => `${name} is another table`);
  const indexes = (table.inputs.globalSecondaryIndexes ?? []) as Index[];
  const wanted = Object.values(keys.indexes);
  const used = [keys, ...wanted].flatMap(({ partitionKey, sortKey }) => [
    `${partitionKey}:S`,
    `${sortKey}:S`,
  ]);
  const declared = (table.inputs.attributes ?? []) as { name: string; type: string }[];
  return [
    ...differences(
      "declared keys",
      declared.map(({ name, type }) => `${name}:${type}`),
      used,
    ),
    ...unless(
      table.inputs.hashKey === keys.partitionKey && table.inputs.rangeKey === keys.sortKey,
      "the table's keys are others",
    ),
    ...differences(
      "indexes",
      indexes.map(({ name, hashKey, rangeKey, projectionType, nonKeyAttributes = [] }) =>
        [name, hashKey, rangeKey, projectionType, ...nonKeyAttributes].join(" "),
      ),
      wanted.map(({ name, partitionKey, sortKey, projection }) =>
        [name, partitionKey, sortKey, ...projected(projection)].join(" "),
      ),
    ),
    ...differences(
      "local indexes",
      (table.inputs.localSecondaryIndexes as Index[]).map(({ name }) => name),
      [],
    ),
  ];
}

function projected(projection: "all" | "keys" | readonly string[]): string[] {
  if (projection === "all") return ["ALL"];
  return projection === "keys" ? ["KEYS_ONLY"] : ["INCLUDE", ...projection];
}

/** It can be restored to any second of the last weeks, tells the relay of what is written, and forgets what expires. */
export function theTableIsKept(graph: Graph): string[] {
  return allOf(graph, "aws:dynamodb/table:Table").flatMap((table) => [
    ...unless(
      inputAt(table, "pointInTimeRecovery", "enabled") === true,
      `${table.name} has no point-in-time recovery`,
    ),
    ...unless(table.inputs.streamEnabled === true, `${table.name} has no stream`),
    ...unless(
      table.inputs.streamViewType === "NEW_IMAGE",
      `${table.name}'s stream has no new image to filter by`,
    ),
    ...unless(
      textOf(table, "ttl", "attributeName") === keys.timeToLive,
      `${table.name} has another time to live`,
    ),
    ...unless(inputAt(table, "ttl", "enabled") === true, `${table.name} forgets nothing`),
    ...unless(table.inputs.billingMode === "PAY_PER_REQUEST", `${table.name} has a fixed capacity`),
  ]);
}
