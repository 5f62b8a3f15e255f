import type { DeploySettings } from "../functions/settings.ts";
import { guardBucket } from "./bucket.ts";
import { buildConsole } from "./build-console.ts";
import { apiBehaviors, apiOrigin, keepNoErrors } from "./console-api.ts";
import { makeConsoleBucket, uploadConsole } from "./console-files.ts";
import { makeHeadersPolicy } from "./console-headers.ts";
import { nameOf } from "./names.ts";

const PAGE = "page";

/** AWS's own policy: as long as the files say, and where they say nothing a day. */
const CACHED_AS_FILES_SAY = "658327ea-f89d-4fab-a63d-7e88639e58f6"; // CachingOptimized

/** What an operator is told of it. */
export interface ConsoleOutputs {
  /** The page's URL. */
  console?: $util.Output<string>;
  /** What its own domain, if it has one, has to lead to. */
  consoleCname?: $util.Output<string>;
}

/**
 * The page, and the API under the same origin, so that the page needs no CORS and may talk to nobody else. No code runs
 * between browser and API.
 */
export function makeConsole(settings: DeploySettings, api: sst.aws.ApiGatewayV2): ConsoleOutputs {
  const { KEYTURN_CONSOLE_DOMAIN: domain } = settings;
  const [home] = settings.KEYTURN_REGIONS;
  if (!settings.KEYTURN_CONSOLE || home === undefined) return {};
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
    orderedCacheBehaviors: apiBehaviors(),
    customErrorResponses: keepNoErrors,
    restrictions: { geoRestriction: { restrictionType: "none" } },
  });
  guardBucket(files, [readableBy(distribution, files.bucket)]);
  uploadConsole(files, built);
  const { domainName } = distribution;
  return {
    console: $interpolate`https://${domain ?? domainName}`,
    ...(domain && { consoleCname: domainName }),
  };
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
