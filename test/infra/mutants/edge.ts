import {
  answersAreTheApisOwn,
  nothingListensAtTheEdge,
  theApiIsNeverCached,
  theApiIsUnderTheConsole,
  theConsoleSpeaksTlsOnly,
} from "../invariants/edge.ts";
import type { Mutant } from "./mutant.ts";

/** Faults between browser and API. */
export const mutants: Mutant[] = [
  {
    name: "a route that the page answers",
    file: "stacks/console-api.ts",
    find: '? "/v1/*" : path',
    replace: '? "/v1/services*" : path',
    breaks: theApiIsUnderTheConsole,
    says: "/v1/me is not answered by the API",
  },
  {
    name: "a token that stays at the edge",
    file: "stacks/console-api.ts",
    cut: "originRequestPolicyId: ALL_BUT_HOST,",
    breaks: theApiIsUnderTheConsole,
    says: "/v1/me does not take the token along",
  },
  {
    name: "a page that can only look",
    file: "stacks/console-api.ts",
    find: '["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]',
    replace: '["GET", "HEAD"]',
    breaks: theApiIsUnderTheConsole,
    says: "POST /v1/services does not get through",
  },
  {
    name: "answers that the next caller gets, too",
    file: "stacks/console-api.ts",
    cut: "cachePolicyId: NEVER_CACHED,",
    breaks: theApiIsNeverCached,
    says: "answers of /v1/* are cached",
  },
  {
    name: "another org's 404 for ten seconds",
    file: "stacks/console-api.ts",
    find: "[400, 403, 404, 405,",
    replace: "[400, 403, 405,",
    breaks: theApiIsNeverCached,
    says: "a 404 is cached for ten seconds",
  },
  {
    name: "a page in the place of the API's 404",
    file: "stacks/console-api.ts",
    find: "errorCachingMinTtl: 0,",
    replace: 'errorCachingMinTtl: 0, responseCode: 200, responsePagePath: "/index.html",',
    breaks: answersAreTheApisOwn,
    says: "a 404 of the API is replaced",
  },
  {
    name: "a reset that is given up before its secret is answered",
    file: "stacks/console-api.ts",
    find: "originReadTimeout: 30",
    replace: "originReadTimeout: 10",
    breaks: answersAreTheApisOwn,
    says: "api is given up before it answers",
  },
  {
    name: "a token in the clear",
    file: "stacks/console-api.ts",
    find: 'viewerProtocolPolicy: "https-only"',
    replace: 'viewerProtocolPolicy: "allow-all"',
    breaks: theConsoleSpeaksTlsOnly,
    says: "/v1/* takes a token in the clear",
  },
  {
    name: "TLS of the last century",
    file: "stacks/console.ts",
    find: '"TLSv1.2_2021"',
    replace: '"TLSv1"',
    set: {
      KEYTURN_CONSOLE_DOMAIN: "keys.example.com",
      KEYTURN_CONSOLE_CERTIFICATE: "arn:aws:acm:us-east-1:123456789012:certificate/0c1e2d3f",
    },
    breaks: theConsoleSpeaksTlsOnly,
    says: "Console speaks TLS that is older than 1.2",
  },
  {
    name: "requests in a log that has their paths and queries",
    file: "stacks/console.ts",
    find: "    enabled: true,",
    replace: '    enabled: true,\n    loggingConfig: { bucket: "logs.s3.amazonaws.com" },',
    breaks: nothingListensAtTheEdge,
    says: "Console logs requests",
  },
  {
    name: "code that sees tokens",
    file: "stacks/console-api.ts",
    find: "    targetOriginId: API,",
    replace:
      '    targetOriginId: API,\n    functionAssociations: [{ eventType: "viewer-request", functionArn: "arn" }],',
    breaks: nothingListensAtTheEdge,
    says: "code runs on requests for /v1/*",
  },
];
