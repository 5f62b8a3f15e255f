import "../parse-interpreted.ts";

import { handler as adoptUsers } from "../api/adopt-users.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"adopt">({ adoptUsers });
