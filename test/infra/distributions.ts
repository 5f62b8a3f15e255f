import { allOf, type Graph, inputAt, type Resource } from "./graph.ts";

/** What a distribution does with requests for some paths. */
export interface Behavior {
  /** Undefined: all that no other pattern matches. */
  pathPattern?: string;
  targetOriginId: string;
  viewerProtocolPolicy: string;
  allowedMethods: string[];
  cachePolicyId?: string;
  originRequestPolicyId?: string;
  responseHeadersPolicyId?: string;
  functionAssociations?: object[];
  lambdaFunctionAssociations?: object[];
  realtimeLogConfigArn?: string;
}

export interface Origin {
  originId: string;
  domainName: string;
  originAccessControlId?: string;
  customOriginConfig?: {
    originProtocolPolicy: string;
    originSslProtocols: string[];
    originReadTimeout: number;
  };
}

/** A distribution, taken apart. */
export interface Distribution {
  resource: Resource;
  /** Where the files of the page come from, and how they are answered. */
  page: { origin: Origin | undefined; behavior: Behavior };
  /** In the order in which they are tried. */
  others: Behavior[];
  origins: Origin[];
}

export function distributionsOf(graph: Graph): Distribution[] {
  return allOf(graph, "aws:cloudfront/distribution:Distribution").map((resource) => {
    const origins = (inputAt(resource, "origins") ?? []) as Origin[];
    const behavior = inputAt(resource, "defaultCacheBehavior") as Behavior;
    const others = (inputAt(resource, "orderedCacheBehaviors") ?? []) as Behavior[];
    const origin = origins.find(({ originId }) => originId === behavior.targetOriginId);
    return { resource, page: { origin, behavior }, others, origins };
  });
}

/** What answers a path: the first whose pattern matches, of which a star stands for any characters. */
export function answering({ page, others }: Distribution, path: string): Behavior {
  const matches = ({ pathPattern = "" }: Behavior) =>
    new RegExp(`^${pathPattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(path);
  return others.find(matches) ?? page.behavior;
}
