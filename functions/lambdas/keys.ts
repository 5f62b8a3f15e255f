import "../parse-interpreted.ts";

import { handler as removeAccessKey } from "../api/remove-access-key.ts";
import { handler as resetAccessKey } from "../api/reset-access-key.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"keys">({ removeAccessKey, resetAccessKey });
