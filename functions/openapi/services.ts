import { ConfirmQuery, ConnectionsQuery, PageQuery } from "../queries.ts";
import type { Operation } from "./operation.ts";

/** Data services, and the connections they have. */
export const serviceOperations = {
  createService: {
    summary: "Make a data service, with its first connection; a provider's has no access key yet",
    body: "CreateServiceBody",
    answers: { 201: ["CreatedService"] },
    codes: [
      ...(["region_not_enabled", "unknown_pipeline", "service_limit_reached", "capacity_exhausted"] as const),
      ...(["idempotency_key_reused", "not_found", "service_not_ready", "credentials_rejected"] as const),
      ...(["key_changed", "operation_in_progress", "rotation_in_progress", "provider_managed"] as const),
      ...(["too_many_operations", "busy"] as const),
    ],
    idempotent: true,
  },
  listServices: {
    summary:
      "The data services of the org; who does not manage keys sees less of each, and none that Keyturn made",
    query: PageQuery,
    answers: { 200: ["ServiceList"] },
    codes: [],
  },
  getService: { summary: "A data service", answers: { 200: ["Service", "ServiceForMembers"] }, codes: [] },
  changeService: {
    summary: "Rename a data service, or link it to other pipelines",
    body: "ChangeServiceBody",
    answers: { 200: ["Service"] },
    codes: ["system_service", "unknown_pipeline", "service_not_ready", "operation_in_progress", "busy"],
  },
  deleteService: {
    summary: "Delete a data service with its keys, users and policies; its objects and its history stay",
    query: ConfirmQuery,
    answers: { 204: [] },
    codes: [
      ...([
        "system_service",
        "confirmation_required",
        "confirmation_mismatch",
        "removal_not_allowed",
      ] as const),
      ...(["unmanaged_key_present", "operation_in_progress", "service_not_ready", "busy"] as const),
      ...(["key_changed", "rotation_in_progress"] as const),
    ],
  },
  addConnection: {
    summary: "Add a connection to a data service",
    body: "AddConnectionBody",
    answers: { 201: ["Connection"] },
    codes: [
      ...(["customer_managed", "system_service", "adopted_service", "service_not_ready"] as const),
      ...(["region_not_enabled", "connection_limit_reached", "capacity_exhausted"] as const),
      ...(["idempotency_key_reused", "operation_in_progress", "busy"] as const),
    ],
    idempotent: true,
  },
  listServiceConnections: {
    summary: "The connections of a data service",
    query: PageQuery,
    answers: { 200: ["ConnectionList"] },
    codes: [],
  },
  listConnections: {
    summary: "The connections of the org; with `status`, those that have it",
    query: ConnectionsQuery,
    answers: { 200: ["ConnectionList"] },
    codes: [],
  },
  getConnection: {
    summary: "A connection, with when its keys were last used",
    answers: { 200: ["Connection"] },
    codes: [],
  },
  deleteConnection: {
    summary: "Delete a connection with its keys and its user; its objects and its history stay",
    query: ConfirmQuery,
    answers: { 204: [] },
    codes: [
      ...(["system_service", "confirmation_required", "confirmation_mismatch", "service_not_ready"] as const),
      ...(["removal_not_allowed", "unmanaged_key_present", "operation_in_progress", "busy"] as const),
      ...(["key_changed", "rotation_in_progress"] as const),
    ],
  },
} satisfies Record<string, Operation>;
