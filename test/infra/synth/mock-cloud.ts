/** The account that every mocked resource is in. */
export const ACCOUNT = "123456789012";

/** A resource as it is asked for. */
export interface Asked {
  type: string;
  /** The logical name, as the stacks have it. */
  name: string;
  inputs: Record<string, unknown>;
  /** Of a resource that exists already and is only looked up; else empty. */
  id?: string;
}

/** What AWS would add to it: an id, and the outputs that other resources are made of. */
export interface Made {
  id: string;
  arn?: string;
  state: Record<string, unknown>;
}

/** A resource with the name it has in AWS, and the region it is in. */
interface Named extends Asked {
  called: string;
  region: string;
}

/** As AWS forms them. What is not here has no ARN that the stacks could use. */
const arns: Record<string, (resource: Named) => string> = {
  "aws:apigatewayv2/api:Api": ({ called, region }) => `arn:aws:apigateway:${region}::/apis/${called}`,
  "aws:cloudfront/distribution:Distribution": ({ called }) =>
    `arn:aws:cloudfront::${ACCOUNT}:distribution/${called}`,
  "aws:cloudwatch/eventArchive:EventArchive": regional("events", "archive/"),
  "aws:cloudwatch/eventBus:EventBus": regional("events", "event-bus/"),
  "aws:cloudwatch/eventRule:EventRule": ({ called, region, inputs }) =>
    `arn:aws:events:${region}:${ACCOUNT}:rule/${inputs.eventBusName ? `${inputs.eventBusName}/` : ""}${called}`,
  "aws:cloudwatch/logGroup:LogGroup": regional("logs", "log-group:"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": regional("cloudwatch", "alarm:"),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": regional("cloudwatch", "alarm:"),
  "aws:dynamodb/table:Table": regional("dynamodb", "table/"),
  "aws:iam/policy:Policy": ({ called, inputs }) =>
    `arn:aws:iam::${ACCOUNT}:policy${inputs.path ?? "/"}${called}`,
  "aws:iam/role:Role": ({ called, inputs }) => `arn:aws:iam::${ACCOUNT}:role${inputs.path ?? "/"}${called}`,
  "aws:lambda/function:Function": regional("lambda", "function:"),
  "aws:s3/bucket:Bucket": ({ called }) => `arn:aws:s3:::${called}`,
  "aws:scheduler/schedule:Schedule": ({ called, region, inputs }) =>
    `arn:aws:scheduler:${region}:${ACCOUNT}:schedule/${inputs.groupName ?? "default"}/${called}`,
  "aws:sns/topic:Topic": regional("sns", ""),
  "aws:sqs/queue:Queue": regional("sqs", ""),
};

function regional(service: string, kind: string) {
  return ({ called, region }: Named) => `arn:aws:${service}:${region}:${ACCOUNT}:${kind}${called}`;
}

/** Outputs beside the ARN. */
const outputs: Record<string, (arn: string, resource: Named) => Record<string, unknown>> = {
  "aws:apigatewayv2/api:Api": (_, { called, region }) => ({
    apiEndpoint: `https://${called}.execute-api.${region}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${region}:${ACCOUNT}:${called}`,
  }),
  "aws:cloudfront/distribution:Distribution": (_, { called }) => ({
    domainName: `${called.toLowerCase()}.cloudfront.net`,
  }),
  "aws:dynamodb/table:Table": (arn, { id }) => ({
    // One that is looked up has been given its stream by whoever restored it.
    ...(id && { streamEnabled: true, streamViewType: "NEW_IMAGE" }),
    streamArn: `${arn}/stream/2026-01-01T00:00:00.000`,
  }),
  "aws:lambda/function:Function": (arn, { region }) => ({
    invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
    qualifiedArn: `${arn}:$LATEST`,
  }),
  "aws:s3/bucket:Bucket": (_, { called, region }) => ({
    bucketRegionalDomainName: `${called}.s3.${region}.amazonaws.com`,
  }),
  "aws:sqs/queue:Queue": (_, { called, region }) => ({
    url: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${called}`,
  }),
  "random:index/randomBytes:RandomBytes": () => ({ base64: "bW9jaw==", hex: "6d6f636b" }),
};

/** Echoes the inputs and adds what AWS would have made of them in a region. */
export function made(asked: Asked, home: string): Made {
  const { inputs, name, type } = asked;
  const region = String(inputs.region ?? home);
  const called = String(asked.id || (inputs.name ?? inputs.bucket ?? name));
  const resource = { ...asked, called, region };
  const arn = arns[type]?.(resource);
  const named = type === "aws:s3/bucket:Bucket" ? { bucket: called } : { name: called };
  const state = { ...inputs, ...named, region, ...(arn && { arn }), ...outputs[type]?.(arn ?? "", resource) };
  return { id: idOf(type, called, arn), ...(arn && { arn }), state };
}

function idOf(type: string, called: string, arn: string | undefined): string {
  return type === "aws:sns/topic:Topic" || type === "aws:iam/policy:Policy" ? (arn ?? called) : called;
}
