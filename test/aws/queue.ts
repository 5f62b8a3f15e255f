import { STSClient } from "@aws-sdk/client-sts";
import { canonicalRequest, sha256Hex } from "../../local/aws/sigv4/canonical-request.ts";
import { requestSignature, scopeText, signingKey } from "../../local/aws/sigv4/signature.ts";

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Calls SQS in a region. Throws an error with the name SQS gives it. */
export type CallSqs = (action: string, input: object) => Promise<Record<string, unknown>>;

/** Where the SDK's environment leads, or somewhere else. The one service the tests need whose SDK client nothing else in the repository would. */
export function sqsIn(region: string, reach: { endpoint?: string; credentials?: Credentials } = {}): CallSqs {
  const { endpoint: given, credentials: own } = reach;
  const { credentials } = new STSClient({ region, ...(own && { credentials: { ...own } }) }).config;
  const { AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL } = process.env;
  const configured = given ?? AWS_ENDPOINT_URL_SQS ?? AWS_ENDPOINT_URL;
  const endpoint = new URL(configured ?? `https://sqs.${region}.amazonaws.com`);
  return async (action, input) => {
    const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
    const body = JSON.stringify(input);
    const amzDate = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
    const headers: Record<string, string> = {
      "content-type": "application/x-amz-json-1.0",
      host: endpoint.host,
      "x-amz-date": amzDate,
      ...(sessionToken && { "x-amz-security-token": sessionToken }),
      "x-amz-target": `AmazonSQS.${action}`,
    };
    const names = Object.keys(headers);
    const scope = { date: amzDate.slice(0, 8), region, service: "sqs" };
    const request = { method: "POST", rawPath: "/", query: [], headers: new Map(Object.entries(headers)) };
    const canonical = canonicalRequest(request, names, sha256Hex(body), "sqs");
    const signature = requestSignature(signingKey(secretAccessKey, scope), amzDate, scope, canonical);
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
    const answer = await fetch(endpoint, { method: "POST", headers: { ...headers, authorization }, body });
    const text = await answer.text();
    if (!answer.ok) throw sqsError(action, answer.status, text);
    return text ? JSON.parse(text) : {};
  };
}

function sqsError(action: string, status: number, text: string): Error {
  const type = /"__type"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? "";
  const error = new Error(`SQS refused ${action} with ${status}: ${text.slice(0, 200)}`);
  error.name = type.split("#").at(-1) || "SqsError";
  return error;
}
