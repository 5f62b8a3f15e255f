import { isAllowed } from "../../core/caller/access.ts";
import { env } from "../env.ts";
import { http, ok } from "../http.ts";
import { type Route, routes } from "../routes.ts";

/** `can` names the routes the caller may use: a portal shows or hides its pages by it. */
export const handler = http(routes.getMe, {}, async ({ caller }) => {
  const { preset } = env();
  const can = Object.entries<Route>(routes)
    .filter(([, { access }]) => access !== "open" && isAllowed(caller.role, access, preset))
    .filter(([, { needs }]) => needs === undefined || preset[needs])
    .map(([name]) => name);
  return ok({ org: caller.org, role: caller.role, name: caller.name, can });
});
