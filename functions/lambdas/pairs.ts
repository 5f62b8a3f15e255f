import "../parse-interpreted.ts";

import { handler as putAccessKey } from "../api/put-access-key.ts";
import { handler as removeAccessKey } from "../api/remove-access-key.ts";
import { handler as retireAccessKey } from "../api/retire-access-key.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"pairs">({ putAccessKey, removeAccessKey, retireAccessKey });
