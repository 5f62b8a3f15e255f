import type { Mistake } from "../mistake.ts";

/** Of who may do and see what, and of secrets. */
export const mistakes: Mistake[] = [
  {
    name: "support staff see what everybody else sees",
    file: "core/caller/access.ts",
    find: 'return role !== "support";',
    replace: 'return role !== "member" || role.length > 0;',
    killedBy: ["core/caller/access"],
  },
  {
    name: "support manages keys where a preset lists it",
    file: "core/caller/access.ts",
    find: 'return role !== "support" && preset.keyManagerRoles.includes(role);',
    replace: "return preset.keyManagerRoles.some((one) => one === role);",
    killedBy: ["core/caller/access"],
  },
  {
    name: "an admin writes the policy",
    file: "core/caller/access.ts",
    find: 'return role === "super_admin";',
    replace: 'return role === "super_admin" || role === "admin";',
    killedBy: ["core/caller/access"],
  },
  {
    name: "the role of a route is not looked at",
    file: "functions/http.ts",
    find: "isAllowed(caller.role, route.access, env().preset)",
    replace: 'isAllowed(caller.role, route.access ? "anyone" : "open", env().preset)',
    killedBy: ["functions/route-access"],
  },
  {
    name: "who is support beside another role is that other one",
    file: "functions/caller.ts",
    find: 'if (roles.includes("support")) return "support";',
    replace: 'if (roles.every((role) => role === "support")) return "support";',
    killedBy: ["functions/caller.test"],
  },
  {
    name: "somebody acting for the user is the user",
    file: "functions/caller.ts",
    find: "settings.supportClaims.some((name) => claims[name] !== undefined)",
    replace: "settings.supportClaims.some((name) => claims[name] === true)",
    killedBy: ["functions/caller.test"],
  },
  {
    name: "a cursor of one list is taken by another",
    file: "core/page.ts",
    find: "if (parsed.success && parsed.data.sum === sumOf(list, parsed.data.at)) return parsed.data.at;",
    replace:
      "if (parsed.success && parsed.data.sum.length === sumOf(list, parsed.data.at).length) return parsed.data.at;",
    killedBy: ["core/page"],
  },
  {
    name: "a list ends with its first full page",
    file: "core/page.ts",
    find: "if (records.length < batch) return { items, cursor: null };",
    replace: "if (records.length <= batch) return { items, cursor: null };",
    killedBy: ["core/page", "core/connection/list-connections"],
  },
  {
    name: "a secret is written out as JSON",
    file: "core/secret.ts",
    find: "toJSON(): string {\n    return REDACTED;",
    replace: "toJSON(): string {\n    return this.#value;",
    killedBy: ["core/secret"],
  },
  {
    name: "a secret is shown when it is printed",
    file: "core/secret.ts",
    find: "[inspect.custom](): string {\n    return REDACTED;",
    replace: "[inspect.custom](): string {\n    return this.#value;",
    killedBy: ["core/secret"],
  },
  {
    name: "an error repeats a field's name, whatever was typed there",
    file: "functions/request.ts",
    find: 'return /^[\\w-]{1,32}$/.test(key) ? key : "(not a name)";',
    replace: 'return /^[\\w-]{1,32}$/.test(key) ? key : key.trim() || "(not a name)";',
    killedBy: ["functions/request.test"],
  },
];
