import { type Route, routes } from "../../../functions/routes.ts";
import { answering, type Distribution, distributionsOf, type Origin } from "../distributions.ts";
import { allOf, type Graph, inputAt, textOf, unless } from "../graph.ts";

/** AWS's managed policies, by the ids its documentation gives. */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/** The statuses that CloudFront caches whatever the cache policy says ("HTTP 4xx and 5xx status codes that CloudFront caches"). */
const CACHED_ANYWAY = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/** API Gateway ends a request after 30 seconds. */
const API_SECONDS = 30;

/** Every route reaches the API by its own method, path, query and token, and no other path under `/v1/` is the page's. */
export function theApiIsUnderTheConsole(graph: Graph): string[] {
  const called = [...Object.values<Route>(routes), { method: "GET", path: "/v1/nothing" }];
  return distributionsOf(graph).flatMap((distribution) =>
    called.flatMap(({ method, path }) => {
      const behavior = answering(distribution, path.replaceAll(/\{\w+\}/g, "id"));
      return [
        ...unless(isApi(graph, distribution, behavior.targetOriginId), `${path} is not answered by the API`),
        ...unless(behavior.allowedMethods.includes(method), `${method} ${path} does not get through`),
        ...unless(
          behavior.originRequestPolicyId === ALL_VIEWER_EXCEPT_HOST_HEADER,
          `${path} does not take the token along`,
        ),
      ];
    }),
  );
}

function isApi(graph: Graph, { origins }: Distribution, originId: string): boolean {
  const [api] = allOf(graph, "aws:apigatewayv2/api:Api");
  const domain = origins.find((origin) => origin.originId === originId)?.domainName ?? "";
  return domain.startsWith(`${api?.id}.execute-api.`) && domain.endsWith(".amazonaws.com");
}

/** No answer of the API is ever another caller's, no error either. */
export function theApiIsNeverCached(graph: Graph): string[] {
  return distributionsOf(graph).flatMap(({ resource, others }) => {
    const responses = errorResponses(resource.inputs.customErrorResponses);
    const kept = CACHED_ANYWAY.filter(
      (code) => !responses.some((one) => one.errorCode === code && one.errorCachingMinTtl === 0),
    );
    return [
      ...others
        .filter(({ cachePolicyId }) => cachePolicyId !== CACHING_DISABLED)
        .map(({ pathPattern }) => `answers of ${pathPattern} are cached`),
      ...kept.map((code) => `a ${code} is cached for ten seconds`),
    ];
  });
}

interface ErrorResponse {
  errorCode: number;
  errorCachingMinTtl?: number;
  responseCode?: number;
  responsePagePath?: string;
}

function errorResponses(input: unknown): ErrorResponse[] {
  return (input ?? []) as ErrorResponse[];
}

/** Nothing is put in the place of the API's answers or added to them, and it is waited for as API Gateway waits. */
export function answersAreTheApisOwn(graph: Graph): string[] {
  return distributionsOf(graph).flatMap(({ resource, others, origins }) => [
    ...errorResponses(resource.inputs.customErrorResponses)
      .filter(({ responseCode, responsePagePath }) => responseCode ?? responsePagePath)
      .map(({ errorCode }) => `a ${errorCode} of the API is replaced`),
    ...others
      .filter(({ responseHeadersPolicyId }) => responseHeadersPolicyId)
      .map(({ pathPattern }) => `headers are added to answers of ${pathPattern}`),
    ...origins.flatMap(({ originId, customOriginConfig: api }) =>
      unless(!api || api.originReadTimeout >= API_SECONDS, `${originId} is given up before it answers`),
    ),
  ]);
}

/** Browsers are sent to TLS for the page and refused without it for the API; API Gateway is asked by TLS 1.2 alone. */
export function theConsoleSpeaksTlsOnly(graph: Graph): string[] {
  return distributionsOf(graph).flatMap(({ resource, page, others, origins }) => {
    const certificate = textOf(resource, "viewerCertificate", "acmCertificateArn");
    const least = textOf(resource, "viewerCertificate", "minimumProtocolVersion");
    const own = graph.settings.KEYTURN_CONSOLE_DOMAIN;
    return [
      ...unless(
        page.behavior.viewerProtocolPolicy === "redirect-to-https",
        `${resource.name} answers with the page in the clear`,
      ),
      ...others
        .filter(({ viewerProtocolPolicy }) => viewerProtocolPolicy !== "https-only")
        .map(({ pathPattern }) => `${pathPattern} takes a token in the clear`),
      ...origins
        .filter((origin) => !isByTls(origin))
        .map(({ originId }) => `${originId} is asked in the clear`),
      ...unless(!own || least === "TLSv1.2_2021", `${resource.name} speaks TLS that is older than 1.2`),
      ...unless(
        !own || certificate === graph.settings.KEYTURN_CONSOLE_CERTIFICATE,
        `${resource.name} has no certificate for ${own}`,
      ),
    ];
  });
}

function isByTls({ customOriginConfig: api }: Origin): boolean {
  return !api || `${api.originProtocolPolicy} ${api.originSslProtocols}` === "https-only TLSv1.2";
}

/** No code sees a token on its way, and no log has a path or a query: the API's own log says what was asked for. */
export function nothingListensAtTheEdge(graph: Graph): string[] {
  const logging = graph.resources.filter(({ type }) =>
    /^aws:cloudfront\/(function|realtimeLogConfig|monitoringSubscription):|^aws:cloudwatch\/logDelivery/.test(
      type,
    ),
  );
  return [
    ...logging.map(({ name }) => `${name} listens`),
    ...distributionsOf(graph).flatMap(({ resource, page, others }) => [
      ...unless(inputAt(resource, "loggingConfig") === undefined, `${resource.name} logs requests`),
      ...[page.behavior, ...others]
        .filter((behavior) => behavior.realtimeLogConfigArn)
        .map(({ pathPattern = "the page" }) => `requests for ${pathPattern} are logged`),
      ...[page.behavior, ...others]
        .filter(
          ({ functionAssociations = [], lambdaFunctionAssociations = [] }) =>
            functionAssociations.length + lambdaFunctionAssociations.length > 0,
        )
        .map(({ pathPattern = "the page" }) => `code runs on requests for ${pathPattern}`),
    ]),
  ];
}
