import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { derivedUuid } from "./ids.ts";

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
