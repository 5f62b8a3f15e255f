import { expect, test } from "vitest";
import { presets } from "../policy/preset.ts";
import { type Access, isAllowed, isKeyManager } from "./access.ts";
import { Role } from "./caller.ts";

/** Who may, under the three presets: data-services, cloud-dashboard, connector. */
const managers: Record<Role, [boolean, boolean, boolean]> = {
  super_admin: [true, true, true],
  admin: [true, true, false],
  "member+": [false, true, false],
  member: [false, false, false],
  support: [false, false, false],
};
const [dataServices, cloudDashboard, connector] = [
  presets["data-services"],
  presets["cloud-dashboard"],
  presets.connector,
];

test.each(Object.entries(managers))("%s manages keys where the preset says so", (role, expected) => {
  const may = [dataServices, cloudDashboard, connector].map((preset) =>
    isAllowed(role as Role, "key_managers", preset),
  );
  expect(may).toEqual(expected);
});

test.each([
  ["open", ["super_admin", "admin", "member+", "member", "support"]],
  ["anyone", ["super_admin", "admin", "member+", "member", "support"]],
  ["any_but_support", ["super_admin", "admin", "member+", "member"]],
  ["super_admin", ["super_admin"]],
] as [Access, Role[]][])("%s is for %j", (access, expected) => {
  expect(Role.options.filter((role) => isAllowed(role, access, dataServices))).toEqual(expected);
});

test("support never manages keys, even if a preset said so", () => {
  const careless = { ...dataServices, keyManagerRoles: ["support"] as never };
  expect(isKeyManager("support", careless)).toBe(false);
});
