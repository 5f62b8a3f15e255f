import { adoptedServiceIdOf } from "../ids.ts";
import type { RecordPorts } from "../ports.ts";
import { without } from "../service/pipelines.ts";
import type { Service } from "../service/service.ts";
import type { Adoption } from "./adoption.ts";
import type { Claims } from "./claims.ts";
import { type AdoptionRules, chooseKey, recordedRefusal, userRefusal } from "./decide-adoption.ts";
import type { ExistingUsers } from "./existing-users.ts";
import type { CheckedRow } from "./plan-row.ts";
import { type Reason, reason } from "./reasons.ts";

export interface AdoptionPorts extends RecordPorts {
  claims: Claims;
  existingUsers: ExistingUsers;
}

/** What a row was found to be. */
export type Examined =
  | { is: "new"; adoption: Adoption }
  /** The org has a record of it, finished or not. */
  | { is: "recorded"; service: Service }
  | { is: "refused"; reasons: Reason[] };

/**
 * Looks at the user that a row names, and changes nothing. One that the org has adopted already is not asked for in IAM.
 * Throws CallFailed.
 */
export async function examineRow(
  ports: AdoptionPorts,
  org: string,
  row: CheckedRow,
  rules: AdoptionRules & { cellId: string },
): Promise<Examined> {
  const { cellId } = rules;
  const named = { cellId, userName: row.userName };
  const service = await ports.services.find({ org, serviceId: adoptedServiceIdOf(org, named) });
  if (service) {
    const why = recordedRefusal(service, row);
    return why ? refused(why) : { is: "recorded", service };
  }
  const user = await ports.existingUsers.find(named);
  const claim = user && (await ports.claims.find(named));
  const refusal = userRefusal(org, user, claim, rules);
  if (refusal || !user) return refused(refusal);
  const { userName } = user;
  const listed = await ports.existingUsers.keysOf({ cellId, userName });
  if (!listed) return refused(userRefusal(org, undefined, claim, rules)); // deleted since it was found
  const reasons: Reason[] = [];
  const keys = chooseKey(row.accessKeyId, listed);
  if ("code" in keys) reasons.push(keys);
  const known = await ports.pipelines.findMany(org, row.pipelineIds);
  const unknown = without(
    row.pipelineIds,
    known.map(({ pipelineId }) => pipelineId),
  );
  if (unknown.length > 0) {
    reasons.push(reason("unknown_pipeline", `no pipelines of the org: ${unknown.slice(0, 10).join(", ")}`));
  }
  if ("code" in keys || reasons.length > 0) return refused(...reasons);
  const { bucket, folder } = row;
  return {
    is: "new",
    adoption: { cellId, userName, bucket, folder, ...keys, adoptedAt: ports.clock.now() },
  };
}

function refused(...reasons: (Reason | undefined)[]): Examined {
  return { is: "refused", reasons: reasons.filter((one) => one !== undefined) };
}
