import type { Access } from "../core/caller/access.ts";

/**
 * The Lambda a route runs in. Reads share one; what asks IAM or changes it is split by what it may do: `provision` makes
 * users and folders, `keys` creates access keys and knows when they were used, `regional` does both at once, `pairs` takes
 * in customers' keys and ends those of either kind, `deprovision` deletes users, `adopt` looks at users that others made.
 */
export type LambdaName =
  | "open"
  | "read"
  | "write"
  | "keys"
  | "pairs"
  | "provision"
  | "regional"
  | "deprovision"
  | "adopt";

export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: `/${string}`;
  access: Access;
  lambda: LambdaName;
  /** What the deployment's preset must allow besides. */
  needs?: "removalAllowed";
}

/** Every route: the one list that the stack, the laptop's gateway, /v1/me, docs/openapi.json and the tests read. */
export const routes = {
  health: { method: "GET", path: "/health", access: "open", lambda: "open" },
  getOpenApi: { method: "GET", path: "/openapi.json", access: "open", lambda: "open" },
  getMe: { method: "GET", path: "/v1/me", access: "anyone", lambda: "read" },

  createService: { method: "POST", path: "/v1/services", access: "key_managers", lambda: "provision" },
  listServices: { method: "GET", path: "/v1/services", access: "any_but_support", lambda: "read" },
  getService: { method: "GET", path: "/v1/services/{serviceId}", access: "any_but_support", lambda: "read" },
  changeService: {
    method: "PATCH",
    path: "/v1/services/{serviceId}",
    access: "key_managers",
    lambda: "write",
  },
  deleteService: {
    method: "DELETE",
    path: "/v1/services/{serviceId}",
    access: "key_managers",
    lambda: "deprovision",
  },

  addConnection: {
    method: "POST",
    path: "/v1/services/{serviceId}/connections",
    access: "key_managers",
    lambda: "provision",
  },
  listServiceConnections: {
    method: "GET",
    path: "/v1/services/{serviceId}/connections",
    access: "key_managers",
    lambda: "read",
  },
  listConnections: { method: "GET", path: "/v1/connections", access: "key_managers", lambda: "read" },
  getConnection: {
    method: "GET",
    path: "/v1/connections/{connectionId}",
    access: "key_managers",
    lambda: "keys",
  },
  deleteConnection: {
    method: "DELETE",
    path: "/v1/connections/{connectionId}",
    access: "key_managers",
    lambda: "deprovision",
  },
  listDependents: {
    method: "GET",
    path: "/v1/connections/{connectionId}/dependents",
    access: "key_managers",
    lambda: "read",
  },

  resetAccessKey: {
    method: "POST",
    path: "/v1/connections/{connectionId}/access-key",
    access: "key_managers",
    lambda: "keys",
  },
  putAccessKey: {
    method: "PUT",
    path: "/v1/connections/{connectionId}/access-key",
    access: "key_managers",
    lambda: "pairs",
  },
  removeAccessKey: {
    method: "DELETE",
    path: "/v1/connections/{connectionId}/access-key",
    access: "key_managers",
    lambda: "pairs",
    needs: "removalAllowed",
  },
  retireAccessKey: {
    method: "POST",
    path: "/v1/connections/{connectionId}/access-key/retire",
    access: "key_managers",
    lambda: "pairs",
  },
  restoreAccessKey: {
    method: "POST",
    path: "/v1/connections/{connectionId}/access-key/restore",
    access: "key_managers",
    lambda: "keys",
  },

  listRegions: { method: "GET", path: "/v1/regions", access: "key_managers", lambda: "read" },
  resetRegionalKey: {
    method: "POST",
    path: "/v1/regions/{region}/access-key",
    access: "key_managers",
    lambda: "regional",
  },

  adoptUsers: { method: "POST", path: "/v1/adoptions", access: "super_admin", lambda: "adopt" },

  getConnectionHistory: {
    method: "GET",
    path: "/v1/connections/{connectionId}/history",
    access: "key_managers",
    lambda: "read",
  },
  getHistory: { method: "GET", path: "/v1/history", access: "key_managers", lambda: "read" },

  putPipeline: {
    method: "PUT",
    path: "/v1/pipelines/{pipelineId}",
    access: "key_managers",
    lambda: "write",
  },
  listPipelines: { method: "GET", path: "/v1/pipelines", access: "any_but_support", lambda: "read" },
  getPipeline: {
    method: "GET",
    path: "/v1/pipelines/{pipelineId}",
    access: "any_but_support",
    lambda: "read",
  },
  deletePipeline: {
    method: "DELETE",
    path: "/v1/pipelines/{pipelineId}",
    access: "key_managers",
    lambda: "write",
  },
  identifyFiles: {
    method: "POST",
    path: "/v1/pipelines/identify",
    access: "any_but_support",
    lambda: "read",
  },

  getPolicy: { method: "GET", path: "/v1/policy", access: "key_managers", lambda: "read" },
  changePolicy: { method: "PUT", path: "/v1/policy", access: "super_admin", lambda: "write" },
  getSummary: { method: "GET", path: "/v1/summary", access: "key_managers", lambda: "read" },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

/** The ids that a path names. */
export type Params<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [Key in Name]: string } & Params<Rest>
  : unknown;

/** Every id that a path of `routes` names. */
export type ParamName = { [Name in RouteName]: keyof Params<(typeof routes)[Name]["path"]> }[RouteName];

/** The routes that run in a Lambda, by name. */
export type RoutesOf<Lambda extends LambdaName> = {
  [Name in RouteName]: (typeof routes)[Name]["lambda"] extends Lambda ? Name : never;
}[RouteName];

/** As API Gateway names a route in its events. */
export function routeKeyOf(route: Route): string {
  return `${route.method} ${route.path}`;
}
