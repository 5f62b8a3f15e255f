import type { RawRequest } from "./raw-http.ts";

/**
 * Requests of somebody who pastes a secret into the wrong field: wherever a text is taken, in the body, in the
 * URL or in a header. Every one of them is refused.
 */
export function requestsWithPasted(
  secret: string,
  { serviceId, connectionId }: { serviceId: string; connectionId: string },
): (RawRequest & { method: string })[] {
  const [service, connection] = [`/v1/services/${serviceId}`, `/v1/connections/${connectionId}`];
  const url = encodeURIComponent(secret);
  const json = (method: string, path: string, body: unknown) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return { method, path, body: text, headers: { "content-type": "application/json" } };
  };
  const pair = { accessKeyId: "AKIANOBODYSKEY000001", secretAccessKey: secret };
  const valid = { name: "x", type: "s3", owner: "provider" };
  const wrong = ["type", "owner", "region", "secretAccessKey"].map((name) => ({ ...valid, [name]: secret }));
  const spoilt = [
    { ...valid, name: `${secret}\n.` },
    { ...valid, pipelineIds: [secret] },
  ];
  const bodies = [...wrong, ...spoilt, `{"name":"${secret}"`, JSON.stringify(secret)];
  const fields = ["mode", "reason", "expectedAccessKeyId", "secretAccessKey", "idempotencyKey"];
  const looked = [
    ...[`/v1/services/${url}`, `/v1/connections/${url}`, `/${url}`, `/v1/services?cursor=${url}`],
    ...[`/v1/connections?status=${url}`, `/v1/history?limit=${url}`, `${connection}/${url}`],
  ];
  const destroyed = [service, connection, `${connection}/access-key`].map((path) => `${path}?confirm=${url}`);
  const headers = ["authorization", "idempotency-key", "user-agent", "cookie", "content-type", "origin"];
  return [
    ...bodies.map((body) => json("POST", "/v1/services", body)),
    ...fields.map((name) => json("POST", `${connection}/access-key`, { [name]: secret })),
    ...["accessKeyId", "secretAccessKey", "expectedAccessKeyId", "reason", "force"].map((name) =>
      json("PUT", `${connection}/access-key`, { ...pair, [name]: secret }),
    ),
    ...["bucket", "folder", "region", "accessKeyId", "sessionToken"].map((name) =>
      json("POST", "/v1/services", {
        ...{ ...valid, owner: "customer" },
        customer: { bucket: "customers-own", region: "us-east-1", ...pair, [name]: secret },
      }),
    ),
    json("POST", `${service}/connections`, { region: secret }),
    json("PATCH", service, { name: `${secret}\n.` }),
    json("PATCH", service, { pipelineIds: [secret] }),
    ...["kind", "direction", "secretAccessKey"].map((name) =>
      json("PUT", "/v1/pipelines/p", { name: "x", kind: "rule", [name]: secret }),
    ),
    json("PUT", "/v1/pipelines/p", { name: "x", kind: "rule", contacts: [secret] }),
    json("POST", "/v1/pipelines/identify", { fileNames: ["x"], secretAccessKey: secret }),
    ...looked.map((path) => ({ method: "GET", path })),
    ...destroyed.map((path) => ({ method: "DELETE", path })),
    ...headers.map((name) => ({
      ...{ method: "POST", path: "/v1/services", body: "{}" },
      headers: { "content-type": "text/plain", [name]: secret },
    })),
  ];
}
