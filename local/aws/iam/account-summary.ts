import type { IamAction } from "./iam-call.ts";

const ACCESS_KEYS_PER_USER_MAX = 2;

/** The part of the summary that says how full the account is. */
export const getAccountSummary: IamAction = (call) => {
  call.demand("iam:GetAccountSummary", "*");
  const summary = {
    Users: call.store.userCount(),
    UsersQuota: call.usersMax,
    AccessKeysPerUserQuota: ACCESS_KEYS_PER_USER_MAX,
  };
  return {
    SummaryMap: { entry: Object.entries(summary).map(([key, value]) => ({ key, value: String(value) })) },
  };
};
