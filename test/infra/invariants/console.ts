import { cacheControlOf, consoleHeaders, contentTypeOf, isHashed } from "../../../console/headers.ts";
import { consoleBucket, ofBucket } from "../buckets.ts";
import { distributionsOf } from "../distributions.ts";
import { allOf, differences, type Graph, inputAt, type Resource, textOf, unless } from "../graph.ts";
import { statementsOf } from "../policies.ts";

const A_YEAR_SECONDS = 365 * 24 * 3_600;

/** One page with its files under the name that is told, or nothing of it at all. */
export function theConsoleIsThereIfAsked(graph: Graph): string[] {
  const told = graph.outputs as { console?: string; consoleCname?: string };
  const made = graph.resources.filter(({ type }) => type.startsWith("aws:cloudfront/"));
  if (graph.settings.KEYTURN_CONSOLE === "false") {
    const bucket = consoleBucket(graph);
    const rest = [...made, ...(bucket ? [bucket] : [])];
    return [
      ...rest.map(({ name }) => `${name} is there without a console`),
      ...unless(told.console === undefined, "a URL is told"),
    ];
  }
  const own = graph.settings.KEYTURN_CONSOLE_DOMAIN;
  const names = distributionsOf(graph).map(({ resource }) => `${resource.id.toLowerCase()}.cloudfront.net`);
  const aliases = distributionsOf(graph).flatMap(({ resource }) => inputAt(resource, "aliases") ?? []);
  return [
    ...differences(
      "the URLs of the console",
      [told.console ?? ""],
      names.map((name) => `https://${own ?? name}`),
    ),
    ...differences(
      "what its domain leads to",
      told.consoleCname ? [told.consoleCname] : [],
      own ? names : [],
    ),
    ...differences("own domains", aliases as string[], own ? [own] : []),
    ...unless(filesOf(graph).some(isIndex), "the console has no index.html"),
    ...distributionsOf(graph).flatMap(({ resource }) =>
      unless(textOf(resource, "defaultRootObject") === "index.html", `${resource.name} has no page at /`),
    ),
  ];
}

function filesOf(graph: Graph): Resource[] {
  return allOf(graph, "aws:s3/bucketObjectv2:BucketObjectv2").filter(
    ({ inputs }) => inputs.bucket === consoleBucket(graph)?.id,
  );
}

function isIndex(file: Resource): boolean {
  return textOf(file, "key") === "index.html";
}

/** The bucket is read by this distribution, which proves by a signature that it is the one, and by nobody else. */
export function onlyTheDistributionReadsTheConsole(graph: Graph): string[] {
  const bucket = consoleBucket(graph);
  return distributionsOf(graph).flatMap(({ resource, page: { origin } }) => {
    if (!bucket) return [`${resource.name} has no bucket`];
    const policy = ofBucket(graph, bucket, "aws:s3/bucketPolicy:BucketPolicy");
    const allowed = statementsOf(policy?.inputs.policy ?? { Statement: [] }).filter(
      ({ effect }) => effect === "Allow",
    );
    const signed = allOf(graph, "aws:cloudfront/originAccessControl:OriginAccessControl").find(
      ({ id }) => id === origin?.originAccessControlId,
    );
    const signs = ["originAccessControlOriginType", "signingBehavior", "signingProtocol"].map((part) =>
      textOf(signed, part),
    );
    return [
      ...differences(
        "the console's readers",
        allowed.map((statement) => JSON.stringify(statement)),
        [JSON.stringify(reads(`${bucket.arn}/*`, `${resource.arn}`))],
      ),
      ...unless(
        origin?.domainName === `${bucket.id}.s3.${bucket.inputs.region}.amazonaws.com`,
        `${resource.name} reads another bucket`,
      ),
      ...unless(String(signs) === "s3,always,sigv4", `${resource.name} does not sign what it reads`),
    ];
  });
}

function reads(objects: string, distributionArn: string) {
  return {
    effect: "Allow",
    principals: ["Service:cloudfront.amazonaws.com"],
    actions: ["s3:GetObject"],
    resources: [objects],
    conditions: { "StringEquals aws:SourceArn": [distributionArn] },
  };
}

/** Every answer of the page has the headers of console/headers.ts, whatever the bucket says, and those of TLS. */
export function theConsolesHeadersAreSet(graph: Graph): string[] {
  return distributionsOf(graph).flatMap(({ resource, page: { behavior } }) => {
    const policy = allOf(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").find(
      ({ id }) => id === behavior.responseHeadersPolicyId,
    );
    const known = (inputAt(policy, "securityHeadersConfig") ?? {}) as Record<string, Record<string, unknown>>;
    const items = (inputAt(policy, "customHeadersConfig", "items") ?? []) as Record<string, unknown>[];
    const set = {
      "Content-Security-Policy": known.contentSecurityPolicy?.contentSecurityPolicy,
      "Referrer-Policy": known.referrerPolicy?.referrerPolicy,
      "X-Content-Type-Options": known.contentTypeOptions && "nosniff",
      ...Object.fromEntries(items.map(({ header, value }) => [header, value])),
    };
    const lines = (headers: object) => Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const weak = [...Object.values(known), ...items].filter(({ override }) => override !== true);
    const tls = Number(known.strictTransportSecurity?.accessControlMaxAgeSec ?? 0);
    return [
      ...differences("headers", lines(set), lines(consoleHeaders)),
      ...weak.map((header) => `${JSON.stringify(header)} gives way to what the bucket says`),
      ...unless(tls >= A_YEAR_SECONDS, `${resource.name} does not insist on TLS for a year`),
    ];
  });
}

/** Files say what they are and how long they hold; what is hashed outlives the deployment that replaced it. */
export function filesHoldAsLongAsTheyMay(graph: Graph): string[] {
  return filesOf(graph).flatMap((file) => {
    const key = textOf(file, "key");
    return [
      ...unless(textOf(file, "contentType") === contentTypeOf(key), `${key} is of no type`),
      ...unless(textOf(file, "cacheControl") === cacheControlOf(key), `${key} is kept as it should not be`),
      ...unless(file.retainOnDelete === isHashed(key), `${key} goes, or stays, where it should not`),
    ];
  });
}

/** Its bucket holds nothing that a deployment could not make again: it goes with what is in it, in production, too. */
export function theConsoleGoesAway(graph: Graph): string[] {
  const bucket = consoleBucket(graph);
  if (!bucket) return [];
  const goes = bucket.inputs.forceDestroy === true && !bucket.protect && !bucket.retainOnDelete;
  return unless(goes, `${bucket.name} stays when it is no longer wanted`);
}
