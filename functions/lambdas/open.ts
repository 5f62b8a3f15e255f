import { handler as getOpenApi } from "../api/get-open-api.ts";
import { handler as health } from "../api/health.ts";
import { dispatch } from "../dispatch.ts";

/** /health, /openapi.json, and `$default`: whatever no route matches is answered 404 here. */
export const handler = dispatch<"open">({ getOpenApi, health });
