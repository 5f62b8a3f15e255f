import document from "../../docs/openapi.json" with { type: "json" };
import { openHttp } from "../open-http.ts";
import { routes } from "../routes.ts";

/** As it was written when this was deployed, and a test holds it against the code: nothing is made at run time. */
export const handler = openHttp(routes.getOpenApi, async () => ({ status: 200, body: document }));
