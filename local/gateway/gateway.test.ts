import { afterEach, describe, expect, it, vi } from "vitest";
import type { GatewayOptions } from "./gateway.ts";
import { serveGateway } from "./testing/serve-gateway.ts";

type Served = Awaited<ReturnType<typeof serveGateway>>;

let served: Served | undefined;
afterEach(() => served?.close());

async function gateway(overrides?: Partial<GatewayOptions>): Promise<Served> {
  served = await serveGateway(overrides);
  return served;
}

const bearer = { authorization: "Bearer good" };
const message = (text: string) => JSON.stringify({ message: text });

describe("routing", () => {
  it.each([
    ["GET", "/v1/services", "list-services", "GET /v1/services"],
    ["POST", "/v1/services", "create-service", "POST /v1/services"],
    ["GET", "/v1/services/svc_1", "get-service", "GET /v1/services/{serviceId}"],
    ["GET", "/v1/services/special", "special", "GET /v1/services/special"],
    ["HEAD", "/v1/services", "not-found", "$default"],
    ["HEAD", "/health", "not-found", "$default"],
    ["DELETE", "/v1/services", "not-found", "$default"],
    ["OPTIONS", "/v1/services", "not-found", "$default"],
    ["GET", "/v1/services/", "not-found", "$default"],
    ["GET", "/v1//services", "not-found", "$default"],
    ["GET", "/V1/services", "not-found", "$default"],
    ["GET", "/v1/services/a/b", "not-found", "$default"],
    ["GET", "/v1/services/../services", "not-found", "$default"],
    ["GET", "/", "not-found", "$default"],
  ])("sends %s %s to %s", async (method, path, lambda, routeKey) => {
    const { call, invocations } = await gateway();
    expect((await call({ method, path, headers: bearer })).status).toBe(200);
    expect(invocations).toMatchObject([{ lambda, event: { routeKey, requestContext: { routeKey } } }]);
  });

  it("asks for no token on an open route or on $default, and tells the function of no caller", async () => {
    const { call, invocations } = await gateway();
    await call({ path: "/health", headers: bearer });
    await call({ path: "/nowhere", headers: bearer });
    expect(invocations.map(({ event }) => "authorizer" in event.requestContext)).toEqual([false, false]);
  });

  it("takes the absolute form of a request target", async () => {
    const { call, invocations } = await gateway();
    await call({ path: "http://proxied.example/health?a=1" });
    expect(invocations).toMatchObject([
      { lambda: "health", event: { rawPath: "/health", rawQueryString: "a=1" } },
    ]);
  });

  it("refuses to start with a route declared twice", async () => {
    const route = { method: "GET", open: true, lambda: "x" };
    const routes = [
      { ...route, path: "/a/{b}" },
      { ...route, path: "/a/{c}" },
    ];
    await expect(serveGateway({ routes })).rejects.toThrow("declared twice");
  });
});

describe("malformed requests", () => {
  it.each(["/v1/%", "/v1/%zz", "/v1/%ff", "/v1/services/100%25x", "/health?a=%", "/health?%c3%28=1", "*"])(
    "answers 400 to %s and goes on",
    async (path) => {
      const { call, invocations } = await gateway();
      const reply = await call({ path, method: "OPTIONS" });
      expect(reply).toMatchObject({ status: 400, body: message("Bad Request") });
      expect(invocations).toEqual([]);
      expect((await call({})).status).toBe(200);
    },
  );

  it("answers 431 to more than 10,240 bytes of request line and header values", async () => {
    const { call } = await gateway();
    expect((await call({ headers: { "x-big": "a".repeat(9_900) } })).status).toBe(200);
    const reply = await call({ headers: { "x-big": "a".repeat(10_240) } });
    expect(reply).toMatchObject({ status: 431, body: message("Request Header Fields Too Large") });
    expect((await call({ path: `/health?a=${"a".repeat(10_240)}` })).status).toBe(431);
  });

  it("takes a body of 10 MiB and answers 413 to a larger one, declared or not", async () => {
    const { call, invocations } = await gateway();
    const post = { method: "POST", path: "/echo" };
    expect((await call({ ...post, body: Buffer.alloc(10 * 1024 * 1024) })).status).toBe(200);
    const large = Buffer.alloc(10 * 1024 * 1024 + 1);
    const tooLarge = { status: 413, body: message("Request Entity Too Large") };
    expect(await call({ ...post, body: large })).toMatchObject(tooLarge);
    expect(await call({ ...post, body: large, headers: { "transfer-encoding": "chunked" } })).toMatchObject(
      tooLarge,
    );
    expect(invocations).toHaveLength(1);
  });

  it("gives up on a body that does not arrive", async () => {
    const { raw, invocations } = await gateway({ bodyTimeoutMs: 30 });
    const reply = await raw("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nab");
    expect(reply).toMatch(/^HTTP\/1\.1 408 /);
    expect(invocations).toEqual([]);
  });

  it("survives callers that hang up, in the body and before the answer", async () => {
    const { raw, call, reply, invocations } = await gateway();
    await raw("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nab", true);
    expect(invocations).toEqual([]);
    reply(() => new Promise((resolve) => setTimeout(() => resolve({ statusCode: 200, body: "late" }), 50)));
    await raw("GET /health HTTP/1.1\r\nhost: x\r\n\r\n", true);
    expect((await call({})).body).toBe("late");
  });

  it("survives what is not HTTP", async () => {
    const { raw, call } = await gateway();
    expect(await raw("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect((await call({})).status).toBe(200);
  });
});

describe("the JWT authorizer", () => {
  const path = "/v1/services";

  it.each([
    ["no header", {}],
    ["an empty one", { authorization: "" }],
    ["Bearer alone", { authorization: "Bearer " }],
  ])("answers 401 to %s, without a reason", async (_, headers) => {
    const { call, invocations } = await gateway();
    const reply = await call({ path, headers });
    expect(reply).toMatchObject({ status: 401, body: message("Unauthorized") });
    expect(reply.headers["www-authenticate"]).toBe("Bearer");
    expect(reply.headers["apigw-requestid"]).toBeTruthy();
    expect(invocations).toEqual([]);
  });

  it("answers 401 to a token that is refused, with the reason", async () => {
    const { call, invocations } = await gateway();
    const reply = await call({ path, headers: { authorization: "Bearer bad" } });
    expect(reply).toMatchObject({ status: 401, body: message("Unauthorized") });
    expect(reply.headers["www-authenticate"]).toBe(
      'Bearer scope="" error="invalid_token" error_description="the token has expired"',
    );
    expect(invocations).toEqual([]);
  });

  it("never puts into a header what an unexpected error says", async () => {
    const verify = async () => {
      throw Object.assign(new Error("secret"), { description: 'secret"\r\nx: y' });
    };
    const { call } = await gateway({ verify });
    const reply = await call({ path, headers: bearer });
    expect(reply.headers["www-authenticate"]).toBe('Bearer scope="" error="invalid_token"');
  });

  it.each(["Bearer good", "bearer good", "BEARER   good ", "good"])("takes %j", async (authorization) => {
    const { call, invocations } = await gateway();
    expect((await call({ path, headers: { authorization } })).status).toBe(200);
    expect(invocations[0]?.event.requestContext.authorizer.jwt.claims).toEqual({ sub: "u1", org: "acme" });
  });

  it("refuses two tokens at once", async () => {
    const { raw } = await gateway();
    const twice = "authorization: Bearer good\r\nauthorization: Bearer good\r\n";
    expect(await raw(`GET /v1/services HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${twice}\r\n`)).toMatch(
      / 401 /,
    );
  });
});

describe("what a function returns", () => {
  async function answer(reply: unknown, overrides?: Partial<GatewayOptions>) {
    const { reply: set, call } = await gateway(overrides);
    set(reply);
    return call({});
  }

  it("is passed on: status, headers, cookies, body", async () => {
    const reply = await answer({
      statusCode: 201,
      headers: {
        "Content-Type": "application/json",
        "X-Number": 5,
        "x-true": true,
        "Cache-Control": "no-store",
      },
      cookies: ["a=1; Path=/", "b=2"],
      body: '{"ä":1}',
    });
    expect(reply).toMatchObject({
      status: 201,
      body: '{"ä":1}',
      headers: {
        "content-type": "application/json",
        "x-number": "5",
        "x-true": "true",
        "cache-control": "no-store",
        "set-cookie": ["a=1; Path=/", "b=2"],
        "content-length": "8",
      },
    });
  });

  it("may be base64, empty, or of no type", async () => {
    expect((await answer({ statusCode: 200, body: "aMOk", isBase64Encoded: true })).body).toBe("hä");
    await served?.close();
    expect(await answer({ statusCode: 204 })).toMatchObject({ status: 204, body: "" });
    await served?.close();
    expect((await answer({ statusCode: 200, body: "x" })).headers["content-type"]).toBe(
      "text/plain;charset=UTF-8",
    );
  });

  it.each([
    [{ hello: "world" }, '{"hello":"world"}'],
    ["text", "text"],
    [[1, 2], "[1,2]"],
    [undefined, "null"],
  ])("is the body of a 200 when it has no statusCode: %j", async (reply, body) => {
    const { status, headers, body: text } = await answer(reply);
    expect({ status, type: headers["content-type"], text }).toEqual({
      status: 200,
      type: "application/json",
      text: body,
    });
  });

  it.each([
    ["a status that is none", { statusCode: "abc" }],
    ["a status out of range", { statusCode: 99 }],
    ["a body that is no text", { statusCode: 200, body: { a: 1 } }],
    ["headers that are none", { statusCode: 200, headers: ["a"] }],
    ["a header of an object", { statusCode: 200, headers: { a: {} } }],
    ["a header with a line break", { statusCode: 200, headers: { a: "b\r\nc: d" } }],
    ["a header name with a space", { statusCode: 200, headers: { "a b": "c" } }],
    ["cookies that are none", { statusCode: 200, cookies: "a=1" }],
    ["more than Lambda can return", { statusCode: 200, body: "x".repeat(6 * 1024 * 1024 + 200) }],
  ])("is answered 500 when it is junk: %s", async (_, reply) => {
    expect(await answer(reply)).toMatchObject({ status: 500, body: message("Internal Server Error") });
  });

  it("is answered 500 when the function throws, and says nothing of why", async () => {
    const throws = () => {
      throw new Error("secretAccessKey=abc");
    };
    const reply = await answer(throws);
    expect(reply).toMatchObject({ status: 500, body: message("Internal Server Error") });
    expect(JSON.stringify(reply)).not.toContain("abc");
  });

  it("is answered 500 when the function times out", async () => {
    const reply = await answer(() => new Promise(() => {}), { lambdaTimeoutMs: 20 });
    expect(reply).toMatchObject({ status: 500, body: message("Internal Server Error") });
  });

  it("is answered 503 when the function may take longer than the gateway waits, and does", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const started = Promise.withResolvers<void>();
      const never = () => {
        started.resolve();
        return new Promise(() => {});
      };
      const reply = answer(never, { lambdaTimeoutMs: 60_000 });
      await started.promise;
      vi.advanceTimersByTime(30_000);
      expect(await reply).toMatchObject({ status: 503, body: message("Service Unavailable") });
    } finally {
      vi.useRealTimers();
    }
  });

  it("cannot set what belongs to the connection or to the gateway", async () => {
    const headers = {
      connection: "close",
      "transfer-encoding": "chunked",
      "content-length": "1",
      "apigw-requestid": "x",
    };
    const reply = await answer({ statusCode: 200, headers, body: "four" });
    expect(reply.body).toBe("four");
    expect(reply.headers["apigw-requestid"]).not.toBe("x");
  });

  it("has no body in the answer to HEAD", async () => {
    const { reply, call } = await gateway();
    reply({ statusCode: 404, body: "no such page" });
    expect(await call({ method: "HEAD" })).toMatchObject({
      status: 404,
      body: "",
      headers: { "content-length": "12" },
    });
  });
});

describe("CORS", () => {
  const origin = "https://portal.example";
  const preflight = { method: "OPTIONS", path: "/v1/services" };
  const asking = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "idempotency-key",
  };

  it("is answered by the gateway for an origin that is configured", async () => {
    const { call, invocations } = await gateway({ corsOrigins: [origin] });
    const reply = await call({ ...preflight, headers: { origin, ...asking } });
    expect(reply).toMatchObject({
      status: 204,
      headers: {
        "access-control-allow-origin": origin,
        "access-control-allow-headers": "authorization,content-type,idempotency-key",
        "access-control-max-age": "600",
        vary: "Origin",
      },
    });
    expect(reply.headers["access-control-allow-methods"]?.split(",")).toEqual(
      expect.arrayContaining(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    );
    expect(invocations).toEqual([]);
  });

  it("permits nothing to another origin", async () => {
    const { call } = await gateway({ corsOrigins: [origin] });
    for (const other of ["https://evil.example", "https://portal.example.evil.example", "null"]) {
      const reply = await call({ ...preflight, headers: { origin: other, ...asking } });
      expect(reply.status).toBe(204);
      expect(Object.keys(reply.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
      const get = await call({ headers: { origin: other } });
      expect(get.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it("shows answers, refusals too, to a configured origin, and ignores what the function says of CORS", async () => {
    const { call, reply } = await gateway({ corsOrigins: [origin] });
    reply({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "*", vary: "Accept" }, body: "" });
    const ok = await call({ headers: { origin } });
    expect(ok.headers).toMatchObject({ "access-control-allow-origin": origin, vary: "Accept, Origin" });
    expect(ok.headers["access-control-expose-headers"]).toContain("retry-after");
    const refused = await call({ path: "/v1/services", headers: { origin } });
    expect(refused).toMatchObject({ status: 401, headers: { "access-control-allow-origin": origin } });
  });

  it("is a plain request when no origin is configured, or when it is no preflight", async () => {
    const { call, invocations } = await gateway();
    const reply = await call({ ...preflight, headers: { origin, ...asking } });
    expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
    await served?.close();
    const configured = await gateway({ corsOrigins: ["*"] });
    const plain = await configured.call({ ...preflight, headers: { origin } });
    expect(plain.headers["access-control-allow-origin"]).toBe("*");
    expect([...invocations, ...configured.invocations].map(({ lambda }) => lambda)).toEqual([
      "not-found",
      "not-found",
    ]);
  });
});
