import { type Route, routes } from "../functions/routes.ts";

const API = "api";

/** AWS's own policies, by the ids that its CloudFront guide gives them. */
const NEVER_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"; // CachingDisabled
/** The token among it. As the host, API Gateway wants to be asked by its own name. */
const ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"; // AllViewerExceptHostHeader

/**
 * However little else it caches, CloudFront keeps errors for ten seconds and hands them to whoever asks for the same path:
 * another org's 404, or the 503 of a moment ago. Each status has to be told apart that it should not.
 */
export const keepNoErrors = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((errorCode) => ({
  errorCode,
  errorCachingMinTtl: 0,
}));

export function apiOrigin(api: sst.aws.ApiGatewayV2) {
  return {
    originId: API,
    domainName: api.nodes.api.apiEndpoint.apply((url) => new URL(url).host),
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      originReadTimeout: 30, // as long as API Gateway waits
    },
  };
}

/** How each path of the API is passed on, its answers as they are. A token that is sent without TLS is refused, not redirected. */
export function apiBehaviors() {
  return apiPaths().map((pathPattern) => ({
    pathPattern,
    targetOriginId: API,
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: NEVER_CACHED,
    originRequestPolicyId: ALL_BUT_HOST,
  }));
}

/** What of the origin is the API's, by functions/routes.ts: all under `/v1/`, so that what is no route is told so as JSON. */
function apiPaths(): string[] {
  const paths = Object.values<Route>(routes).map(({ path }) => (path.startsWith("/v1/") ? "/v1/*" : path));
  return [...new Set(paths)];
}
