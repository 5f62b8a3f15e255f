import { allOf, type Build, type Graph, inputAt, type Resource, textOf } from "./graph.ts";

/** A Lambda of the graph, with what belongs to it. */
export interface DeployedLambda {
  /** As the code names it: `relayOutbox`. SST makes it `RelayOutbox`. */
  name: string;
  arn: string;
  functionName: string;
  /** The file and export of functions/. */
  handler: string;
  fn: Resource;
  role: Resource;
  build: Build;
  environment: Record<string, unknown>;
}

/** Every Lambda there is. Throws on one without a role or a build of its own. */
export function lambdasOf(graph: Graph): DeployedLambda[] {
  return allOf(graph, "aws:lambda/function:Function").map((fn) => {
    const build = graph.builds.find(({ functionID }) => `${functionID}Function` === fn.name);
    const role = allOf(graph, "aws:iam/role:Role").find(({ arn }) => arn === textOf(fn, "role"));
    if (!build || !role || !fn.arn)
      throw new Error(`${fn.name} has no build, no role or no ARN in the graph`);
    return {
      name: build.functionID.charAt(0).toLowerCase() + build.functionID.slice(1),
      arn: fn.arn,
      functionName: fn.id,
      handler: build.handler,
      fn,
      role,
      build,
      environment: (inputAt(fn, "environment", "variables") ?? {}) as Record<string, unknown>,
    };
  });
}

/** The Lambda that a name or an ARN stands for. */
export function lambdaAt(graph: Graph, nameOrArn: string): DeployedLambda | undefined {
  return lambdasOf(graph).find(({ arn, functionName }) => nameOrArn === arn || nameOrArn === functionName);
}
