import { expect, test } from "vitest";
import { CustomerFolder } from "./customer-place.ts";

const longest = "ü".repeat(256); // 512 bytes

test.each([
  ["empty, for the whole bucket", "", ""],
  ["with its slash", "exports/daily/", "exports/daily/"],
  ["without its slash", "exports/daily", "exports/daily/"],
  ["of 512 bytes", longest, `${longest}/`],
])("a customer's folder %s is taken", (_, given, taken) => {
  expect(CustomerFolder.parse(given)).toBe(taken);
});

test.each([
  ["of 513 bytes", `${longest}x`, "at most 512 bytes"],
  ["with a control character", "exports\n", "a folder has no control characters"],
  ["that begins with a slash", "/exports", "a folder does not begin with a slash"],
])("a customer's folder %s is refused", (_, given, message) => {
  expect(CustomerFolder.safeParse(given).error?.issues).toMatchObject([{ message }]);
});
