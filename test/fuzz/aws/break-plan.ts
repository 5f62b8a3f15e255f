import type { Random } from "../../simulation/random.ts";
import { TEXTS } from "../hostile.ts";
import { spoiledJson } from "../mutate-json.ts";
import type { Plan } from "./plan.ts";

const open = (text: string, times: number) => text.repeat(times);
/** XML that readers of it stumble over. */
const XML = [
  "",
  "<",
  "<a>",
  "<Delete/>",
  '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Delete><Object><Key>&b;</Key></Object></Delete>',
  '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Delete><Object><Key>&f;</Key></Object></Delete>',
  "<Delete><Object><Key>&#0;</Key></Object><Object><Key>&#xd800;</Key></Object></Delete>",
  "<Delete><Object><Key>&#99999999999;</Key></Object></Delete>",
  "<Delete><Object><Key><![CDATA[a]]></Key></Object></Delete>",
  "<Delete><!-- <Object><Key>a</Key></Object> --></Delete>",
  `<Delete>${open("<Object><Key>a</Key></Object>", 1_001)}</Delete>`,
  open("<Object>", 100_000),
  open("<Object><Key>", 60_000),
  open("<Part>", 150_000),
  `<CompleteMultipartUpload>${open("<Part><PartNumber>", 50_000)}`,
  `<CompleteMultipartUpload>${open("<Part><PartNumber>1</PartNumber><ETag>x</ETag></Part>", 10_001)}</CompleteMultipartUpload>`,
  "<CompleteMultipartUpload><Part><PartNumber>0</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
  "<CompleteMultipartUpload><Part><PartNumber>1e3</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
  "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag><ChecksumSHA256>x</ChecksumSHA256></Part></CompleteMultipartUpload>",
  `${open("<a>", 50_000)}${open("</a>", 50_000)}`,
];
const open128 = "[".repeat(60_000);
/** Policies that are none. */
const POLICIES = [
  ...["", "{", "null", "[]", '"x"', "{}", '{"Version":"2012-10-17","Statement":[]}', '{"Version":"2012-10-17","Statement":null}'],
  `{"Version":"2012-10-17","Statement":${open128}${"]".repeat(60_000)}}`,
  `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"__proto__":{"a":"b"}}}]}`,
  `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"constructor":{"a":"b"},"toString":{}}}]}`,
  `{"Statement":[{"Effect":"Allow","Action":["${"*".repeat(1_500)}x:a"],"Resource":"*"}]}`,
  `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${"*a".repeat(700)}"}]}`,
  `{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}`,
  `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"a":[${"1,".repeat(600)}1]}}}]}`,
  `{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"${"$" + "{"}${"a".repeat(1_000)}"}}`,
  `${" ".repeat(131_000)}{}`,
  "x".repeat(140_000),
];
const ACTIONS = ["__proto__", "constructor", "toString", "hasOwnProperty", "", "createuser", "CreateUser ", "GetFederationToken", "x".repeat(5_000), "<b>"];
const HEADERS: [string, string[]][] = [
  ["range", ["bytes=5-2", "bytes=-0", "bytes=0-0,2-3", "bits=0-1", "bytes=99999999999999999-", "bytes=--1", "", "bytes=a-b"]],
  ["content-md5", ["x", "AAAAAAAAAAAAAAAAAAAAAA==", ""]],
  ["x-amz-checksum-crc32", ["AAAAAA==", "x", ""]],
  ["x-amz-checksum-__proto__", ["x"]],
  ["x-amz-sdk-checksum-algorithm", ["CRC32", "MD9", "__proto__"]],
  ["x-amz-trailer", ["x-amz-checksum-crc32", "x", "__proto__", ",,,"]],
  ["x-amz-decoded-content-length", ["0", "-1", "x", "99999999999999999999"]],
  ["x-amz-meta-a", ["v".repeat(2_500), "\u00ff", "=?utf-8?b?AAA?=", ""]],
  ["x-amz-meta-__proto__", ["x"]],
  ["x-amz-copy-source", ["", "/", "a", "%", "/../../etc/passwd", "x/%00", "x/y?versionId=1", "arn:aws:s3:::a/b", "/keyturn-000000000000-us-east-1/a?"]],
  ["x-amz-copy-source-range", ["bytes=0-0", "bytes=5-1", "x"]],
  ["x-amz-metadata-directive", ["REPLACE", "COPY", "x"]],
  ["x-amz-acl", ["public-read", "x"]],
  ["x-amz-tagging", ["a=b", "%"]],
  ["x-amz-server-side-encryption", ["AES256", "aws:kms", "x"]],
  ["if-match", ["*", '"x"', "\u00e9", ""]],
  ["if-none-match", ["*", "x"]],
  ["if-modified-since", ["x", "Thu, 01 Jan 1970 00:00:00 GMT", "9999999999999"]],
  ["content-encoding", ["aws-chunked", "aws-chunked,aws-chunked", "gzip", ","]],
  ["content-type", ["", "\u00ff", "application/x-www-form-urlencoded", "application/x-amz-json-1.1", "a/b;c=\"d"]],
  ["expires", ["x", "0"]],
  ["host", ["evil.example", "keyturn-000000000000-us-east-1.localhost", "..localhost", "a.s3.localhost", ".localhost", "s3.us-east-1.localhost", "[::1]", ""]],
  ["x-amz-target", ["AWSEvents.PutEvents", "__proto__", "secretsmanager.__proto__", "secretsmanager.constructor", "AWSEvents.", "", "x.y.z"]],
  ["x-amz-expected-bucket-owner", ["000000000000", "1"]],
  ["x-amz-mp-object-size", ["0", "x", "-1"]],
  ["x-amz-security-token", ["x", "x".repeat(3_000)]],
];
const QUERIES: [string, string[]][] = [
  ["partNumber", ["0", "-1", "10001", "1.5", "x", "", "99999999999999999999", "1e2"]],
  ["uploadId", ["", "x", "..", "__proto__", "../../etc/passwd", "%00"]],
  ["max-keys", ["-1", "x", "99999999999", "1.5", ""]],
  ["max-parts", ["-1", "x", "0"]],
  ["max-uploads", ["-1", "x", "0"]],
  ["part-number-marker", ["-1", "x", "99999999"]],
  ["continuation-token", ["", "x", "e30", "bnVsbA", "W10", "eyJrZXkiOjF9", "MQ"]],
  ["encoding-type", ["url", "x", ""]],
  ["delimiter", ["%00", "\u00e9", "%F0%9F%92%A9", "aaaaaaaaaa"]],
  ["prefix", ["%00", "..%2F", "x".repeat(2_000)]],
  ["versionId", ["null", "x", ""]],
  ["list-type", ["2", "3", ""]],
  ["response-content-type", ["a%0d%0ab:c", "%00", "%E2%80%AE", ""]],
  ["response-expires", ["%0a"]],
  ["X-Amz-Date", ["20200101T000000Z", "x", "20269999T999999Z", "99991231T235959Z"]],
  ["X-Amz-Expires", ["0", "-1", "604801", "x", "1e3", ""]],
  ["X-Amz-Algorithm", ["AWS4-HMAC-SHA256", "x", "AWS4-ECDSA-P256-SHA256"]],
  ["X-Amz-Credential", ["x", "a/b/c/d/e", "/////", "A/20260101/us-east-1/iam/aws4_request", "a/../../s3/x"]],
  ["x-amz-meta-q", ["%0d%0a", "x"]],
  ["Action", ACTIONS.map(encodeURIComponent)],
  ["AWSAccessKeyId", ["x"]],
  ["Signature", ["x"]],
  ["versions", [""]],
  ["uploads", [""]],
  ["delete", [""]],
  ["acl", [""]],
  ["__proto__", ["x"]],
];

/** The plan with one thing wrong with it before it is signed: the signature is good, what it signs is not. */
export function brokenPlan(plan: Plan, random: Random): { plan: Plan; how: string } {
  const kinds = { params: plan.params ? 8 : 0, json: plan.json ? 8 : 0, header: 3, query: plan.service === "s3" ? 5 : 1, xml: 0, body: 1, key: 0, path: 1 };
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
      return { headers: { ...plan.headers, [name]: Buffer.from(random.pick(values), "utf8").toString("latin1") } };
    }
    case "query": {
      const [name, values] = random.pick(QUERIES);
      const value = Buffer.from(random.pick(values), "utf8").toString("latin1");
      return { path: `${plan.path}${plan.path.includes("?") ? "&" : "?"}${name}${value === "" && random.chance(0.5) ? "" : `=${value}`}` };
    }
    case "xml":
      return { body: random.pick(XML) };
    case "body":
      return { body: random.pick(["", "x", "\0", "{", "a=b", "x".repeat(300_000), Buffer.from("fffe00ff", "hex")]) };
    case "key":
      return { path: plan.path.replace(/^(\/[^/?]*\/?)[^?]*/, (_, bucket) => bucket + encodeURIComponent(random.pick(TEXTS).toWellFormed()).replaceAll("%2F", "/")) };
    default:
      return { path: random.pick(["/", "//", "/..", "/%2e%2e/x", "/a/b/c", "/keyturn-000000000000-us-east-1", "/KEYTURN", "/x_y", `/${"b".repeat(64)}`, "/v2/email/x"]) };
  }
}

function brokenParams(params: [string, string][], random: Random): [string, string][] {
  const at = random.between(0, params.length - 1);
  const [name, value] = params[at] as [string, string];
  const text = name === "PolicyDocument" ? random.pick(POLICIES) : name === "Action" ? random.pick(ACTIONS) : random.pick(TEXTS).toWellFormed();
  switch (random.weighted({ replace: 5, drop: 2, again: 2, add: 2, long: 1, many: 0.5 })) {
    case "replace":
      return params.with(at, [name, text]);
    case "drop":
      return params.toSpliced(at, 1);
    case "again":
      return [...params, [name, random.chance(0.5) ? value : text]];
    case "add":
      return [...params, [random.pick(["__proto__", "constructor", "Marker", "MaxItems", "Path", "UserName", "Tags.member.1.Key", "Tags.member.-1.Key", "Tags.member.99.Key", "Tags.entry.1"]), text]];
    case "long":
      return params.with(at, [name, "x".repeat(random.pick([129, 2_049, 200_000, 1_100_000]))]);
    default:
      return [...params, ...Array.from({ length: random.pick([51, 5_000, 30_000]) }, (_, n): [string, string] => [`Tags.member.${n + 1}.Key`, `k${n}`])];
  }
}
