import type { Random } from "../../simulation/random.ts";
import type { KnownAws } from "./known-aws.ts";

/** A request before it is signed. */
export interface Plan {
  service: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Buffer;
  /** Of the Query protocol: what the body is made of, unless there is a body. */
  params?: [name: string, value: string][];
  /** Of the services that speak JSON, likewise. */
  json?: object;
  /** What is said of the body, where that is not its hash. */
  payloadHash?: string;
  /** Presigned for so many seconds. */
  expires?: number;
  /** In signed chunks of this many bytes. */
  chunkBytes?: number;
  region?: string;
}

export type MakePlan = (aws: KnownAws, random: Random) => Plan;

export function s3(method: string, path: string, more: Partial<Plan> = {}): Plan {
  return { service: "s3", method, path, headers: {}, body: "", ...more };
}

/** A call of IAM's, or STS's; what is undefined is left out. */
export function queryCall(
  service: "iam" | "sts",
  action: string,
  given: Record<string, string | undefined> = {},
): Plan {
  const version = service === "iam" ? "2010-05-08" : "2011-06-15";
  const named = Object.entries(given).filter((one): one is [string, string] => one[1] !== undefined);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const params: Plan["params"] = [["Action", action], ["Version", version], ...named];
  return { service, method: "POST", path: "/", headers, body: "", params };
}

/** A call of a service that is told in a header what is wanted. */
export function jsonCall(service: string, target: string, json: object): Plan {
  const type = `application/x-amz-json-1.${service === "dynamodb" ? 0 : 1}`;
  const headers = { "content-type": type, "x-amz-target": target };
  return { service, method: "POST", path: "/", headers, body: "", json };
}
