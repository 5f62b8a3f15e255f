import "../parse-interpreted.ts";

import { handler as changePolicy } from "../api/change-policy.ts";
import { handler as changeService } from "../api/change-service.ts";
import { handler as deletePipeline } from "../api/delete-pipeline.ts";
import { handler as putPipeline } from "../api/put-pipeline.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"write">({ changePolicy, changeService, deletePipeline, putPipeline });
