import type { Preset } from "../policy/preset.ts";
import type { Role } from "./caller.ts";

/** Who a route is for. `open` needs no token at all. */
export type Access = "open" | "anyone" | "any_but_support" | "key_managers" | "super_admin";

/** Whether a role may. Support staff may nothing but ask who they are. */
export function isAllowed(role: Role, access: Access, preset: Preset): boolean {
  switch (access) {
    case "open":
    case "anyone":
      return true;
    case "any_but_support":
      return role !== "support";
    case "key_managers":
      return isKeyManager(role, preset);
    case "super_admin":
      return role === "super_admin";
  }
}

export function isKeyManager(role: Role, preset: Preset): boolean {
  return role !== "support" && preset.keyManagerRoles.includes(role);
}
