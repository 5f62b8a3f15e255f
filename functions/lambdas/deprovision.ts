import "../parse-interpreted.ts";

import { handler as deleteConnection } from "../api/delete-connection.ts";
import { handler as deleteService } from "../api/delete-service.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"deprovision">({ deleteConnection, deleteService });
