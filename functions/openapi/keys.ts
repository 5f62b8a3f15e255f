import { ConfirmQuery } from "../queries.ts";
import type { Operation } from "./operation.ts";

/** What a take of a connection's key can throw (core/key/take-operation.ts). */
const taken = ["key_changed", "operation_in_progress", "service_not_ready", "busy"] as const;
const remembered = ["idempotency_key_reused", "too_many_idempotency_keys"] as const;

const reset = [
  ...taken,
  ...remembered,
  ...(["customer_managed", "rotation_in_progress", "unmanaged_key_present", "user_missing"] as const),
  ...(["too_many_operations"] as const),
];

/** Access keys, and the regions in which an org has one. */
export const keyOperations = {
  resetAccessKey: {
    summary: "Create the connection's access key, or reset it; the secret is shown this once",
    body: "ResetAccessKeyBody",
    answers: { 200: ["AccessKey"], 201: ["AccessKey"] },
    codes: reset,
    idempotent: true,
  },
  putAccessKey: {
    summary: "Give a customer's connection another pair, which is verified before it is taken",
    body: "PutAccessKeyBody",
    answers: { 200: ["GivenAccessKey"] },
    codes: [
      ...taken,
      ...(["provider_managed", "credentials_rejected", "rotation_in_progress"] as const),
      ...(["too_many_operations"] as const),
    ],
  },
  removeAccessKey: {
    summary: "Remove the connection's access key, and leave it without one",
    query: ConfirmQuery,
    answers: { 200: ["Connection"] },
    codes: [
      ...taken,
      ...(["removal_not_allowed", "confirmation_required", "confirmation_mismatch"] as const),
      ...(["no_access_key", "too_many_operations", "rotation_in_progress"] as const),
    ],
  },
  retireAccessKey: {
    summary: "End a staged reset early, or a customer's old key",
    body: "RetireAccessKeyBody",
    answers: { 200: ["Connection"] },
    codes: [
      ...taken,
      ...remembered,
      ...(["no_retiring_key", "key_in_use", "old_key_still_works", "too_many_operations"] as const),
    ],
    idempotent: true,
  },
  restoreAccessKey: {
    summary: "Bring back the old key of a staged reset while it is only deactivated",
    body: "RestoreAccessKeyBody",
    answers: { 200: ["Connection"] },
    codes: [
      ...taken,
      ...remembered,
      ...(["customer_managed", "no_retiring_key", "key_too_old", "too_many_operations"] as const),
    ],
    idempotent: true,
  },
  listRegions: {
    summary: "Every region of the deployment, with the org's own key there",
    answers: { 200: ["RegionList"] },
    codes: [],
  },
  resetRegionalKey: {
    summary: "Create the org's key in a region, or reset it; the secret is shown this once",
    body: "ResetAccessKeyBody",
    answers: { 200: ["AccessKey"], 201: ["AccessKey"] },
    codes: [...reset, "region_not_enabled", "capacity_exhausted"],
    idempotent: true,
  },
} satisfies Record<string, Operation>;
