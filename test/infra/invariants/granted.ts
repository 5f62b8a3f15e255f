import type { Graph } from "../graph.ts";
import { type DeployedLambda, lambdasOf } from "../lambdas.ts";
import { grantedBy } from "../policies.ts";
import { usedByAws } from "../used-by-aws.ts";

/** How IAM calls the service of an SDK client, where it is another name. */
const services: Record<string, string> = {
  eventbridge: "events",
  "secrets-manager": "secretsmanager",
  sesv2: "ses",
};

/** Rights that a bundle has no command for. */
const notCalled: Record<string, string> = {
  ...usedByAws,
  "iam:TagUser": "CreateUser asks for it when it is given tags",
};

/** A right whose call is not even in the bundle is one too many. Looks at those that are bundled. */
export function grantedIsBundled(graph: Graph): string[] {
  return lambdasOf(graph).flatMap((lambda) => {
    if (lambda.build.bytes === 0) return [];
    const calls = bundledCalls(lambda);
    const granted = grantedBy(lambda.role).flatMap(({ actions }) => actions);
    return granted
      .filter((action) => !(action in notCalled) && !calls.has(action))
      .map((action) => `${lambda.name} may do ${action}, which its bundle has no command for`);
  });
}

/** The commands of the AWS SDK that a bundle holds, as IAM calls them: `events:PutEvents`. */
function bundledCalls({ build }: DeployedLambda): Set<string> {
  const commands = build.inputs.flatMap((path) => {
    const [, client, command] =
      /@aws-sdk\/client-([a-z0-9-]+)\/.*\/commands\/(\w+)Command\.js$/.exec(path) ?? [];
    return client && command ? [`${services[client] ?? client}:${command}`] : [];
  });
  return new Set(commands);
}
