import "../parse-interpreted.ts";

import { handler as getConnectionHistory } from "../api/get-connection-history.ts";
import { handler as getHistory } from "../api/get-history.ts";
import { handler as getMe } from "../api/get-me.ts";
import { handler as getPipeline } from "../api/get-pipeline.ts";
import { handler as getPolicy } from "../api/get-policy.ts";
import { handler as getService } from "../api/get-service.ts";
import { handler as getSummary } from "../api/get-summary.ts";
import { handler as identifyFiles } from "../api/identify-files.ts";
import { handler as listConnections } from "../api/list-connections.ts";
import { handler as listDependents } from "../api/list-dependents.ts";
import { handler as listPipelines } from "../api/list-pipelines.ts";
import { handler as listRegions } from "../api/list-regions.ts";
import { handler as listServiceConnections } from "../api/list-service-connections.ts";
import { handler as listServices } from "../api/list-services.ts";
import { dispatch } from "../dispatch.ts";

export const handler = dispatch<"read">({
  getConnectionHistory,
  getHistory,
  getMe,
  getPipeline,
  getPolicy,
  getService,
  getSummary,
  identifyFiles,
  listConnections,
  listDependents,
  listPipelines,
  listRegions,
  listServiceConnections,
  listServices,
});
