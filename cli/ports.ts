import { IAMClient } from "@aws-sdk/client-iam";
import type { AllRecords } from "../core/operator/all-records.ts";
import type { DeleteOrgPorts } from "../core/operator/delete-org.ts";
import type { ReconcilePorts } from "../core/operator/reconcile-connection.ts";
import { presets } from "../core/policy/preset.ts";
import type { Log, RecordPorts } from "../core/ports.ts";
import { singleCell } from "../functions/adapters/cells.ts";
import { dynamoClaims } from "../functions/adapters/dynamo-claims.ts";
import type { DynamoTable } from "../functions/adapters/dynamo-items.ts";
import { dynamoOrgItems } from "../functions/adapters/dynamo-org-items.ts";
import { dynamoOutboxes } from "../functions/adapters/dynamo-outboxes.ts";
import {
  dynamoConnections,
  dynamoPipelines,
  dynamoPolicies,
  dynamoServices,
} from "../functions/adapters/dynamo-records.ts";
import { dynamoAllRecords } from "../functions/adapters/dynamo-scan.ts";
import { iamAccessKeys } from "../functions/adapters/iam-access-keys.ts";
import { iamDeprovisioning } from "../functions/adapters/iam-deprovisioning.ts";
import { iamUsers } from "../functions/adapters/iam-users.ts";
import { s3Objects } from "../functions/adapters/s3-objects.ts";
import { secretsManagerPairs } from "../functions/adapters/secrets-manager.ts";
import { systemClock as clock, uuids as ids } from "../functions/adapters/system.ts";
import { accessKeysClient, bucketClients, documentClient, secretsClient } from "../functions/clients.ts";
import { say } from "./output.ts";
import { bucketsIn, tableNameIn } from "./settings.ts";

type Environment = Record<string, string | undefined>;

/** With the operator's own credentials, as the AWS SDK finds them. Throws UsageFault. */
export function reconcilePorts(environment: Environment): ReconcilePorts & { allRecords: AllRecords } {
  const dynamo = tableOf(environment);
  return {
    ...{ clock, ids },
    connections: dynamoConnections(dynamo),
    services: dynamoServices(dynamo),
    policies: dynamoPolicies(dynamo),
    allRecords: dynamoAllRecords(dynamo),
    users: iamUsers(cellOf(patientIam())),
  };
}

/** The records, and what is fixed of the deployment as far as an operator's command needs to know it. Throws UsageFault. */
export function recordPortsIn(environment: Environment): RecordPorts {
  const dynamo = tableOf(environment);
  return {
    ...{ clock, ids, log },
    deployment: {
      // what a deployment's own preset forbids is decided when the schedule finds it due
      preset: presets["data-services"],
      buckets: bucketsIn(environment),
      regions: [], // nothing is made
      // any figure will do: no command of the operator's counts among a caller's operations
      keyOperationsPerMinute: 6,
    },
    connections: dynamoConnections(dynamo),
    services: dynamoServices(dynamo),
    policies: dynamoPolicies(dynamo),
    pipelines: dynamoPipelines(dynamo),
    claims: dynamoClaims(dynamo),
  };
}

/** What deleting an org needs. Throws UsageFault. */
export function deleteOrgPorts(environment: Environment): DeleteOrgPorts {
  const dynamo = tableOf(environment);
  const users = cellOf(patientIam());
  return {
    ...recordPortsIn(environment),
    outboxes: dynamoOutboxes(dynamo),
    orgItems: dynamoOrgItems(dynamo),
    accessKeys: iamAccessKeys(cellOf(accessKeysClient()), clock),
    deprovisioning: iamDeprovisioning(users),
    secrets: secretsManagerPairs(secretsClient(), clock),
    users: iamUsers(users),
    objects: s3Objects(bucketClients()),
  };
}

const log: Log = {
  info: () => {},
  warn: (message, facts) => say(`${message} ${JSON.stringify(facts)}`),
};

function tableOf(environment: Environment): DynamoTable {
  return { client: documentClient(), tableName: tableNameIn(environment), now: () => clock.now() };
}

/** The one account there is; its number is of no use here. */
export function cellOf(iam: IAMClient) {
  return singleCell({ accountId: "", iam });
}

/** Slows down when IAM says so, and tries again for as long as a call may take. */
export function patientIam(): IAMClient {
  return new IAMClient({ retryMode: "adaptive", maxAttempts: 8 });
}
