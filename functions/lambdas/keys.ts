import "../parse-interpreted.ts";

import { handler as getConnection } from "../api/get-connection.ts";
import { handler as resetAccessKey } from "../api/reset-access-key.ts";
import { handler as restoreAccessKey } from "../api/restore-access-key.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"keys">({ getConnection, resetAccessKey, restoreAccessKey });
