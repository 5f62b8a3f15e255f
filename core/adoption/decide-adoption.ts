import { KEYTURN_PATH } from "../connection/provisioning.ts";
import type { StatedKey } from "../operator/users.ts";
import type { Service } from "../service/service.ts";
import type { Adoption } from "./adoption.ts";
import type { Claim } from "./claims.ts";
import type { ExistingUser } from "./existing-users.ts";
import type { CheckedRow } from "./plan-row.ts";
import { type Reason, reason } from "./reasons.ts";
import type { Difference } from "./row-result.ts";

/** Whose users may be adopted. */
export interface AdoptionRules {
  /** KEYTURN_ADOPTED_USER_PATHS. */
  userPaths: readonly string[];
  /**
   * Whether a user must say by its tag `keyturn:org` that it is the org's. Then whatever else a user is, to this org it
   * is none.
   */
  tagged: boolean;
}

/** Why the org may not have the user, undefined if it may. */
export function userRefusal(
  org: string,
  user: ExistingUser | undefined,
  claim: Claim | undefined,
  rules: AdoptionRules,
): Reason | undefined {
  const refused = user
    ? strangerRefusal(org, user, claim, rules.userPaths)
    : reason("no_such_user", "IAM has no such user");
  if (!rules.tagged) return refused;
  if (!refused && user?.org === org) return undefined;
  return reason("no_such_user", "there is no such user that this org may adopt");
}

function strangerRefusal(
  org: string,
  user: ExistingUser,
  claim: Claim | undefined,
  userPaths: readonly string[],
): Reason | undefined {
  if (user.path.startsWith(KEYTURN_PATH)) {
    return reason("user_under_keyturn", "the user is one that Keyturn made");
  }
  if (!userPaths.some((path) => user.path.startsWith(path))) {
    return reason("user_under_other_path", "the user is under none of KEYTURN_ADOPTED_USER_PATHS");
  }
  if (claim && claim.org !== org) {
    return reason("user_of_another_org", `the user is adopted by the org ${claim.org}`);
  }
  if (user.org !== undefined && user.org !== org) {
    return reason("user_of_another_org", "the user's tag keyturn:org names another org");
  }
  return undefined;
}

/** Which key is the current one, and which are spared; or why that cannot be told. */
export function chooseKey(
  wanted: string | undefined,
  keys: readonly StatedKey[],
): Pick<Adoption, "key" | "sparedIds"> | Reason {
  const [first, ...more] = keys;
  if (wanted === undefined && more.length > 0) {
    return reason("several_keys", `the user has ${keys.length} keys: name the current one as accessKeyId`);
  }
  const chosen = wanted === undefined ? first : keys.find((key) => key.accessKeyId === wanted);
  if (wanted !== undefined && !chosen) {
    return reason("no_such_key", "the user has no key with this accessKeyId");
  }
  const others = keys.filter((key) => key !== chosen);
  return {
    ...(chosen && {
      key: {
        accessKeyId: chosen.accessKeyId,
        state: chosen.active ? ("active" as const) : ("inactive" as const),
        createdAt: chosen.createdAt,
      },
    }),
    sparedIds: others.map((key) => key.accessKeyId),
  };
}

/** Why a row whose user the org has already cannot be taken, undefined where it says what is so. */
export function recordedRefusal(service: Service, row: CheckedRow): Reason | undefined {
  if (service.state === "deleted" || service.state === "deleting") {
    const message =
      "the user was given up lately: it can be adopted again two days after its service was deleted";
    return reason("deleted_lately", message);
  }
  const { adoption, connectionIds } = service;
  if (connectionIds.length === 0) {
    const message =
      "the connection was deleted: delete its data service, too, and adopt the user two days later";
    return reason("deleted_lately", message);
  }
  if (adoption?.bucket === row.bucket && adoption.folder === row.folder) return undefined;
  return reason("adopted_as_another", "the user is adopted already, with another bucket or folder");
}

/** Where a row says something else than the data service its user was adopted as: nothing of it is changed by a plan. */
export function differencesOf({ name, pipelineIds, adoption }: Service, row: CheckedRow): Difference[] {
  const linked = new Set(pipelineIds);
  const isLinkedAlike =
    row.pipelineIds.length === linked.size && row.pipelineIds.every((id) => linked.has(id));
  const differs: [Difference, boolean][] = [
    ["serviceName", row.serviceName !== name],
    ["accessKeyId", row.accessKeyId !== undefined && row.accessKeyId !== adoption?.key?.accessKeyId],
    ["pipelineIds", !isLinkedAlike],
  ];
  return differs.flatMap(([column, is]) => (is ? [column] : []));
}
