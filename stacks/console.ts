import { type Route, routes } from "../functions/routes.ts";
import type { DeploySettings } from "../functions/settings.ts";
import { guardBucket } from "./bucket.ts";
import { buildConsole } from "./build-console.ts";
import { makeConsoleBucket, uploadConsole } from "./console-files.ts";
import { makeHeadersPolicy } from "./console-headers.ts";
import { nameOf } from "./names.ts";

const PAGE = "page";
const API = "api";

/** AWS's own policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHED_AS_FILES_SAY = "658327ea-f89d-4fab-a63d-7e88639e58f6"; // CachingOptimized
const NEVER_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"; // CachingDisabled
/** The token among it. API Gateway wants its own name as the host. */
const ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"; // AllViewerExceptHostHeader

/** Those that CloudFront keeps for ten seconds and hands to whoever asks for the same path, however little else it caches. */
const ERRORS_CLOUDFRONT_KEEPS = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/**
 * The page, and the API under the same origin, so that the page needs no CORS and may talk to nobody else. No code runs
 * between browser and API. Answers the page's URL, or nothing if the operator wants none.
 */
export function makeConsole(
  settings: DeploySettings,
  api: sst.aws.ApiGatewayV2,
): $util.Output<string> | undefined {
  const [home] = settings.KEYTURN_REGIONS;
  if (!settings.KEYTURN_CONSOLE || home === undefined) return undefined;
  const built = buildConsole($cli.paths.root);
  const files = makeConsoleBucket(home);
  const distribution = new aws.cloudfront.Distribution("Console", {
    comment: nameOf("console"),
    enabled: true,
    httpVersion: "http2and3",
    isIpv6Enabled: true,
    ...ownName(settings),
    origins: [pageOrigin(files.bucket), apiOrigin(api)],
    defaultRootObject: "index.html",
    defaultCacheBehavior: {
      targetOriginId: PAGE,
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: CACHED_AS_FILES_SAY,
      responseHeadersPolicyId: makeHeadersPolicy().id,
    },
    orderedCacheBehaviors: apiPaths().map(apiBehavior),
    customErrorResponses: ERRORS_CLOUDFRONT_KEEPS.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
    restrictions: { geoRestriction: { restrictionType: "none" } },
  });
  guardBucket(files, [readableBy(distribution, files.bucket)]);
  uploadConsole(files, built);
  return $interpolate`https://${settings.KEYTURN_CONSOLE_DOMAIN ?? distribution.domainName}`;
}

/** On its own name CloudFront speaks older TLS, too, which nobody can forbid it. */
function ownName(settings: DeploySettings) {
  const { KEYTURN_CONSOLE_DOMAIN: domain, KEYTURN_CONSOLE_CERTIFICATE: acmCertificateArn } = settings;
  if (domain === undefined) return { viewerCertificate: { cloudfrontDefaultCertificate: true } };
  return {
    aliases: [domain],
    viewerCertificate: {
      acmCertificateArn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
  };
}

function pageOrigin(bucket: aws.s3.Bucket) {
  const signed = new aws.cloudfront.OriginAccessControl("ConsoleAccess", {
    name: nameOf("console"),
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  return {
    originId: PAGE,
    domainName: bucket.bucketRegionalDomainName,
    originAccessControlId: signed.id,
  };
}

function apiOrigin(api: sst.aws.ApiGatewayV2) {
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

/** What of the origin is the API's, by functions/routes.ts: all under `/v1/`, so that what is no route is told so as JSON. */
function apiPaths(): string[] {
  const paths = Object.values<Route>(routes).map(({ path }) => (path.startsWith("/v1/") ? "/v1/*" : path));
  return [...new Set(paths)];
}

/** A token that is sent without TLS is refused, not redirected. */
function apiBehavior(pathPattern: string) {
  return {
    pathPattern,
    targetOriginId: API,
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: NEVER_CACHED,
    originRequestPolicyId: ALL_BUT_HOST,
  };
}

/** CloudFront for this distribution, and not for one of somebody else's account. */
function readableBy(distribution: aws.cloudfront.Distribution, bucket: aws.s3.Bucket): $util.Output<object> {
  return $util.all([distribution.arn, bucket.arn]).apply(([distributionArn, bucketArn]) => ({
    Sid: "TheDistributionReads",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "s3:GetObject",
    Resource: `${bucketArn}/*`,
    Condition: { StringEquals: { "aws:SourceArn": distributionArn } },
  }));
}
