import { query, type RawAnswer, sendSigned } from "../../local/aws/testing/raw-request.ts";
import type { Key } from "../../local/aws/testing/test-endpoint.ts";
import type { IamCall } from "./iam-calls.ts";
import { observe, type Seen } from "./observe.ts";
import type { S3Call } from "./s3-calls.ts";

/** A cloud on this machine, and who may do everything in it. */
export interface Judged {
  port: number;
  root: Key;
}

/** What was seen of each call, by its name. */
export async function performAll(
  cloud: Judged,
  calls: readonly (S3Call | IamCall)[],
): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  const kept = new Map<string, string>();
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (all, name: string) => kept.get(name) ?? all);
  for (const call of calls) {
    const answer = await perform(cloud, call, filled);
    for (const [name, pattern] of Object.entries(call.keep ?? {})) {
      kept.set(name, pattern.exec(answer.text)?.[1] ?? "none");
    }
    seen.set(call.name, observe(answer, new Map([...kept].map(([name, id]) => [id, name]))));
  }
  return seen;
}

function perform(
  cloud: Judged,
  call: S3Call | IamCall,
  filled: (text: string) => string,
): Promise<RawAnswer> {
  if ("action" in call) {
    const params = Object.entries(call.params).map(([name, value]) => [name, filled(value)]);
    return query(cloud, cloud.root, call.action, Object.fromEntries(params));
  }
  const { method, path, headers, body } = call;
  // A name in a path is filled in as it has to stand in a query.
  const raw = { method, path: path.replace(/\{\w+\}/g, (name) => encodeURIComponent(filled(name))) };
  return sendSigned(cloud, cloud.root, {
    ...raw,
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
  });
}
