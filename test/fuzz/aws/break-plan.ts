import type { Random } from "../../simulation/random.ts";
import { TEXTS } from "../hostile.ts";
import { spoiledJson } from "../mutate-json.ts";
import { ACTIONS, HEADERS, POLICIES, QUERIES, XML } from "./hostile-aws.ts";
import type { Plan } from "./plan.ts";

/** The plan with one thing wrong with it before it is signed: the signature is good, what it signs is not. */
export function brokenPlan(plan: Plan, random: Random): { plan: Plan; how: string } {
  const kinds = {
    params: plan.params ? 8 : 0,
    json: plan.json ? 8 : 0,
    header: 3,
    query: plan.service === "s3" ? 5 : 1,
    xml: 0,
    body: 1,
    key: 0,
    path: 1,
  };
  if (plan.service === "s3") Object.assign(kinds, { xml: plan.method === "POST" ? 6 : 0.3, key: 2 });
  const kind = random.weighted(kinds);
  return { plan: { ...plan, ...broken(kind, plan, random) }, how: `${kind} broken before signing` };
}

function broken(kind: string, plan: Plan, random: Random): Partial<Plan> {
  switch (kind) {
    case "params":
      return { params: brokenParams(plan.params ?? [], random) };
    case "json": {
      const { json: _, ...rest } = plan;
      return { ...rest, body: spoiledJson(plan.json, random).text, json: undefined as never };
    }
    case "header": {
      const [name, values] = random.pick(HEADERS);
      return {
        headers: { ...plan.headers, [name]: Buffer.from(random.pick(values), "utf8").toString("latin1") },
      };
    }
    case "query": {
      const [name, values] = random.pick(QUERIES);
      const value = Buffer.from(random.pick(values), "utf8").toString("latin1");
      return {
        path: `${plan.path}${plan.path.includes("?") ? "&" : "?"}${name}${value === "" && random.chance(0.5) ? "" : `=${value}`}`,
      };
    }
    case "xml":
      return { body: random.pick(XML) };
    case "body":
      return {
        body: random.pick(["", "x", "\0", "{", "a=b", "x".repeat(300_000), Buffer.from("fffe00ff", "hex")]),
      };
    case "key":
      return {
        path: plan.path.replace(
          /^(\/[^/?]*\/?)[^?]*/,
          (_, bucket) =>
            bucket + encodeURIComponent(random.pick(TEXTS).toWellFormed()).replaceAll("%2F", "/"),
        ),
      };
    default:
      return {
        path: random.pick([
          "/",
          "//",
          "/..",
          "/%2e%2e/x",
          "/a/b/c",
          "/keyturn-000000000000-us-east-1",
          "/KEYTURN",
          "/x_y",
          `/${"b".repeat(64)}`,
          "/v2/email/x",
        ]),
      };
  }
}

function brokenParams(params: [string, string][], random: Random): [string, string][] {
  const at = random.between(0, params.length - 1);
  const [name, value] = params[at] as [string, string];
  const text =
    name === "PolicyDocument"
      ? random.pick(POLICIES)
      : name === "Action"
        ? random.pick(ACTIONS)
        : random.pick(TEXTS).toWellFormed();
  switch (random.weighted({ replace: 5, drop: 2, again: 2, add: 2, long: 1, many: 0.5 })) {
    case "replace":
      return params.with(at, [name, text]);
    case "drop":
      return params.toSpliced(at, 1);
    case "again":
      return [...params, [name, random.chance(0.5) ? value : text]];
    case "add":
      return [
        ...params,
        [
          random.pick([
            "__proto__",
            "constructor",
            "Marker",
            "MaxItems",
            "Path",
            "UserName",
            "Tags.member.1.Key",
            "Tags.member.-1.Key",
            "Tags.member.99.Key",
            "Tags.entry.1",
          ]),
          text,
        ],
      ];
    case "long":
      return params.with(at, [name, "x".repeat(random.pick([129, 2_049, 200_000, 1_100_000]))]);
    default:
      return [
        ...params,
        ...Array.from({ length: random.pick([51, 5_000, 30_000]) }, (_, n): [string, string] => [
          `Tags.member.${n + 1}.Key`,
          `k${n}`,
        ]),
      ];
  }
}
