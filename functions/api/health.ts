import { ok, openHttp } from "../http.ts";
import { routes } from "../routes.ts";

export const handler = openHttp(routes.health, async () => ok({ status: "ok" }));
