import { type ComponentType, lazy } from "react";
import type { RouteName } from "../../functions/routes.ts";

/** A page of the console. What it shows is loaded when somebody first goes there. */
export interface ConsolePage {
  /** Behind the `#`; `:connectionId` and the like are for useParams. */
  path: string;
  /** Its words in the menu; a page without is reached from another one. */
  menu?: string;
  /** The route of the API it lives by: whoever may not use it is not shown the page. */
  needs: RouteName;
  Page: ComponentType;
}

/** In the order of the menu. */
export const pages: ConsolePage[] = [
  {
    path: "/",
    menu: "At a glance",
    needs: "getSummary",
    Page: lazy(() => import("../glance/glance-page.tsx")),
  },
  {
    path: "/services",
    menu: "Data services",
    needs: "listServices",
    Page: lazy(() => import("../services/services-page.tsx")),
  },
  {
    path: "/services/:serviceId",
    needs: "getService",
    Page: lazy(() => import("../services/service-page.tsx")),
  },
  {
    path: "/connections",
    menu: "Connections",
    needs: "listConnections",
    Page: lazy(() => import("../connections/connections-page.tsx")),
  },
  {
    path: "/connections/:connectionId",
    needs: "getConnection",
    Page: lazy(() => import("../connections/connection-page.tsx")),
  },
  {
    path: "/connections/:connectionId/history",
    needs: "getConnectionHistory",
    Page: lazy(() => import("../history/connection-history-page.tsx")),
  },
  {
    path: "/regions",
    menu: "Regions",
    needs: "listRegions",
    Page: lazy(() => import("../regions/regions-page.tsx")),
  },
  {
    path: "/pipelines",
    menu: "Pipelines",
    needs: "listPipelines",
    Page: lazy(() => import("../pipelines/pipelines-page.tsx")),
  },
  {
    path: "/identify",
    menu: "Identify readers",
    needs: "identifyFiles",
    Page: lazy(() => import("../identify/identify-page.tsx")),
  },
  {
    path: "/policy",
    menu: "Policy",
    needs: "getPolicy",
    Page: lazy(() => import("../policy/policy-page.tsx")),
  },
  {
    path: "/history",
    menu: "History",
    needs: "getHistory",
    Page: lazy(() => import("../history/history-page.tsx")),
  },
];
