import "../parse-interpreted.ts";

import { handler as addConnection } from "../api/add-connection.ts";
import { handler as createService } from "../api/create-service.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"provision">({ addConnection, createService });
