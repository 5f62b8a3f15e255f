import { handler as health } from "../api/health.ts";
import { dispatch } from "../dispatch.ts";

/** /health, and `$default`: whatever no route matches is answered 404 here. */
export const handler = dispatch<"open">({ health });
