import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import {
  adoptedServiceIdOf,
  ConnectionId,
  derivedUuid,
  firstConnectionIdOf,
  ServiceId,
  shardOf,
} from "./ids.ts";

test("a derived UUID is one, of version 8, the same for the same parts and for no others", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (first, second) => {
      const id = derivedUuid(first, second);
      expect(z.uuid({ version: "v8" }).parse(id)).toBe(derivedUuid(first, second));
      expect(derivedUuid(`${first}${second}`)).not.toBe(id);
      expect(derivedUuid(first, `${second}x`)).not.toBe(id);
    }),
  );
});

test("what is derived stays the same for ever: whoever goes on with a thing finds it by that", () => {
  expect(derivedUuid("a", "b")).toBe("0473ef2d-c0d3-84ab-a59d-3580c1134e9d");
  expect(firstConnectionIdOf(`svc_${"0".repeat(32)}`)).toBe("con_a6f74aff4bd129877c44b366164085f6");
  const adopted = adoptedServiceIdOf("acme", { cellId: "main", userName: "Loader" });
  expect(adopted).toBe("svc_364fa3f2f22872b790d88fa9d34fb898");
  expect(["con_1", "con_2", "con_3", "con_4"].map((id) => shardOf(id, 16))).toEqual([4, 15, 5, 14]);
});

test("an adopted user has one id in any case, and another in another org or account", () => {
  const idOf = (org: string, cellId: string, userName: string) =>
    adoptedServiceIdOf(org, { cellId, userName });
  const id = idOf("acme", "main", "loader");
  expect(idOf("acme", "main", "LOADER")).toBe(id);
  for (const other of [idOf("globex", "main", "loader"), idOf("acme", "second", "loader")]) {
    expect(other).not.toBe(id);
  }
});

test.each([
  [ServiceId, "svc_"],
  [ConnectionId, "con_"],
])("an id has its prefix and 32 hex digits, and nothing beside", (schema, prefix) => {
  const id = prefix + "0a".repeat(16);
  expect(schema.safeParse(id).success).toBe(true);
  for (const text of [`${id}0`, id.slice(0, -1), ` ${id}`, `${id}\n`, id.toUpperCase(), `x${id}`]) {
    expect(schema.safeParse(text).success, JSON.stringify(text)).toBe(false);
  }
});
