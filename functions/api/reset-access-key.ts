import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { ResetBody } from "../bodies/reset-access-key.ts";
import { http } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { answerOnce } from "../key-reset.ts";
import { keyPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.resetAccessKey, { body: ResetBody }, async (request) => {
  const ports = keyPorts();
  const issued = await resetAccessKey(ports, request.caller, request.params.connectionId, {
    ...request.body,
    ...idempotent(request, routes.resetAccessKey),
  });
  return answerOnce(issued, ports.clock.now());
});
