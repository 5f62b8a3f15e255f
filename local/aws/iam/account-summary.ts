import { KEYS_MAX } from "./access-keys.ts";
import type { IamAction } from "./iam-call.ts";
import { CHARACTERS_MAX, VERSIONS_MAX } from "./managed-policy.ts";
import { INLINE_CHARACTERS_MAX } from "./user-policies.ts";

/** The part of the summary that says how full the account is, and which quotas hold here. */
export const getAccountSummary: IamAction = (call) => {
  call.demand("iam:GetAccountSummary", "*");
  const summary = {
    Users: call.store.userCount(),
    UsersQuota: call.usersMax,
    AccessKeysPerUserQuota: KEYS_MAX,
    UserPolicySizeQuota: INLINE_CHARACTERS_MAX,
    Policies: call.store.allManagedPolicies().length,
    PolicySizeQuota: CHARACTERS_MAX,
    VersionsPerPolicyQuota: VERSIONS_MAX,
  };
  return {
    SummaryMap: { entry: Object.entries(summary).map(([key, value]) => ({ key, value: String(value) })) },
  };
};
