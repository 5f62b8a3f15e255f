import { afterEach, describe, expect, it } from "vitest";
import { jwtAuthorizer } from "./jwt-claims.ts";
import { type Call, serveGateway } from "./testing/serve-gateway.ts";

describe("the event a function receives", () => {
  let served: Awaited<ReturnType<typeof serveGateway>>;
  afterEach(() => served.close());

  async function invocation(call: Call) {
    served = await serveGateway();
    const reply = await served.call(call);
    const [invoked] = served.invocations;
    if (!invoked) throw new Error(`Answered ${reply.status} without an invocation.`);
    return { ...invoked, reply };
  }

  it("has every field of payload format 2.0, and none that has nothing to say", async () => {
    const { event, reply } = await invocation({ path: "/health", headers: { host: "api.example:3000" } });
    expect(event).toEqual({
      version: "2.0",
      routeKey: "GET /health",
      rawPath: "/health",
      rawQueryString: "",
      headers: { host: "api.example:3000", connection: "close" },
      requestContext: {
        accountId: expect.stringMatching(/^\d{12}$/),
        apiId: expect.any(String),
        domainName: "api.example:3000",
        domainPrefix: "api",
        http: { method: "GET", path: "/health", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "" },
        requestId: reply.headers["apigw-requestid"],
        routeKey: "GET /health",
        stage: "$default",
        time: "12/Mar/2026:19:03:58 +0000",
        timeEpoch: Date.UTC(2026, 2, 12, 19, 3, 58, 5),
      },
      isBase64Encoded: false,
    });
  });

  it("has lower-cased headers, repeated ones joined, and cookies apart", async () => {
    const headers = { "X-Two": ["a", "b"], "User-Agent": "curl", cookie: "a=1; b=2", "Idempotency-Key": "K" };
    const { event } = await invocation({ headers });
    expect(event.headers).toMatchObject({ "x-two": "a,b", "user-agent": "curl", "idempotency-key": "K" });
    expect(event.headers).not.toHaveProperty("cookie");
    expect(event.cookies).toEqual(["a=1", "b=2"]);
    expect(event.requestContext.http.userAgent).toBe("curl");
  });

  it("has the query as it came and decoded, repeated names joined", async () => {
    const { event } = await invocation({ path: "/health?a=1&b=x%20y+z&a=2&c&d=&e=1%2C2&__proto__=p" });
    expect(event.rawQueryString).toBe("a=1&b=x%20y+z&a=2&c&d=&e=1%2C2&__proto__=p");
    expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
      ["a", "1,2"],
      ["b", "x y z"],
      ["c", ""],
      ["d", ""],
      ["e", "1,2"],
      ["__proto__", "p"],
    ]);
  });

  // As captured from a deployed HTTP API.
  it.each([
    ["/x/space%20value", "/x/space value"],
    ["/x/question%3Fvalue", "/x/question"],
    ["/x/hash%23value", "/x/hash#value"],
    ["/x/slash%2Fvalue", "/x/slash/value"],
    ["/x/unicode-%CE%BB-%E4%B8%96", "/x/unicode-λ-世"],
    ["/x/literal%252Fvalue", "/x/literal/value"],
    ["/x/literal%253Fvalue", "/x/literal?value"],
    ["/x/literal%2525value", "/x/literal%value"],
    ["/x/plus+value/", "/x/plus+value/"],
  ])("has a path that is decoded: %s", async (path, rawPath) => {
    const { event } = await invocation({ path });
    expect(event).toMatchObject({ rawPath, requestContext: { http: { path: rawPath } } });
  });

  it("has decoded path parameters", async () => {
    const { event } = await invocation({
      path: "/v1/services/svc%5F1%3Aa",
      headers: { authorization: "good" },
    });
    expect(event.pathParameters).toEqual({ serviceId: "svc_1:a" });
    await served.close();
    const slash = await invocation({ path: "/v1/services/a%2Fb", headers: { authorization: "good" } });
    expect(slash.event.routeKey).toBe("$default");
  });

  it.each([
    ["application/json", false],
    ["Application/JSON; charset=UTF-8", false],
    ["application/xml", false],
    ["application/javascript", false],
    ["text/csv", false],
    ["text/plain; charset=iso-8859-1", true],
    ["application/x-www-form-urlencoded", true],
    ["application/octet-stream", true],
    ["multipart/form-data; boundary=x", true],
    ["", true],
  ])("has a body of type %j in base64: %s", async (type, isBase64Encoded) => {
    const body = Buffer.from('{"ä":1}');
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
    const { event } = await invocation({ method: "POST", path: "/echo", headers, body });
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(event.body).toBe(isBase64Encoded ? body.toString("base64") : body.toString());
  });

  it("has no body when there is none", async () => {
    const { event } = await invocation({
      method: "POST",
      path: "/echo",
      headers: { "content-type": "image/png" },
    });
    expect(event).not.toHaveProperty("body");
    expect(event.isBase64Encoded).toBe(false);
  });

  it("comes with a context that knows how much time is left", async () => {
    const { context, reply } = await invocation({});
    expect(context).toMatchObject({ functionName: "health", awsRequestId: reply.headers["apigw-requestid"] });
    expect(context.getRemainingTimeInMillis()).toBeGreaterThan(15_000);
    expect(context.getRemainingTimeInMillis()).toBeLessThanOrEqual(20_000);
  });
});

describe("claims", () => {
  it("are all strings, as API Gateway makes them", () => {
    const { claims } = jwtAuthorizer({
      sub: "u 1",
      exp: 9999999999,
      email_verified: true,
      role: ["admin", "member+"],
      none: [],
      mixed: [1, true, { a: [1] }],
      act: { sub: "staff", nested: { a: 1 } },
      nickname: null,
    });
    expect(claims).toEqual({
      sub: "u 1",
      exp: "9999999999",
      email_verified: "true",
      role: "[admin member+]",
      none: "[]",
      mixed: '[1 true {"a":[1]}]',
      act: '{"sub":"staff","nested":{"a":1}}',
    });
  });

  it("give the scopes, or null", () => {
    expect(jwtAuthorizer({ scope: "a  b" }).scopes).toEqual(["a", "b"]);
    expect(jwtAuthorizer({ scp: ["c"], scope: "a" }).scopes).toEqual(["c"]);
    expect(jwtAuthorizer({ sub: "x" }).scopes).toBeNull();
  });
});
