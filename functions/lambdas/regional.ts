import "../parse-interpreted.ts";

import { handler as resetRegionalKey } from "../api/reset-regional-key.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"regional">({ resetRegionalKey });
