import { resetRegionalKey } from "../../core/region/reset-regional-key.ts";
import { ResetBody } from "../bodies/reset-access-key.ts";
import { http } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { answerOnce } from "../key-reset.ts";
import { regionalPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.resetRegionalKey, { body: ResetBody }, async (request) => {
  const ports = regionalPorts();
  const issued = await resetRegionalKey(ports, request.caller, request.params.region, {
    ...request.body,
    ...idempotent(request, routes.resetRegionalKey),
  });
  return answerOnce(issued, ports.clock.now());
});
