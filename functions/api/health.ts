import { openHttp } from "../open-http.ts";
import { routes } from "../routes.ts";

export const handler = openHttp(routes.health, async () => ({ status: 200, body: { status: "ok" } }));
