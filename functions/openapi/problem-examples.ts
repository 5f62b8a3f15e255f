import { DomainError, type ErrorCode, type ErrorDetails } from "../../core/errors.ts";
import { problem, statusOf } from "../problem.ts";

/** What a translation of some of them needs, and the faults of a request. */
const more: Partial<Record<ErrorCode, ErrorDetails>> = {
  invalid_request: { errors: [{ path: "name", message: "a name has at least 1 character" }] },
  forbidden: { params: { role: "member" } },
  key_changed: { params: { accessKeyId: "AKIAI44QH8DHBEXAMPLE" } },
  confirmation_required: { params: { accessKeyId: "AKIAI44QH8DHBEXAMPLE" } },
  confirmation_mismatch: { params: { accessKeyId: "AKIAI44QH8DHBEXAMPLE" } },
  key_in_use: {
    params: { lastUsedAt: "2026-03-02T08:45:00.000Z", service: "s3", region: "eu-central-1", dependents: 2 },
  },
  pipeline_in_use: { params: { serviceCount: 1, firstServiceId: "svc_0195561a2b7c7d3e8f40123456789abc" } },
  credentials_rejected: { params: { check: "listing", reason: "AccessDenied" } },
  too_many_operations: { params: { max: 6 } },
};

/** Each code as it is answered: made by what answers it. */
export const problemExamples: Record<string, { value: object }> = Object.fromEntries(
  (Object.keys(statusOf) as ErrorCode[]).map((code) => {
    const { body } = problem(new DomainError(code, "", more[code]), "JKJaXmPLvHcESHA=");
    return [code, { value: JSON.parse(body ?? "") }];
  }),
);
