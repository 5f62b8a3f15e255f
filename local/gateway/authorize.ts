import type { IncomingMessage } from "node:http";
import { type JwtAuthorizer, jwtAuthorizer } from "./jwt-claims.ts";
import { type GatewayResponse, gatewayMessage } from "./lambda-response.ts";

export type Authorization =
  | { authorizer: JwtAuthorizer; refused?: never }
  | { authorizer?: never; refused: GatewayResponse };

/**
 * The JWT authorizer with `$request.header.Authorization` as its identity source: a token, with or without `Bearer`.
 * A refusal says in `www-authenticate` what was wrong, if the thrown error has a `description`, and nothing more.
 */
export async function authorize(
  request: IncomingMessage,
  verify: (token: string) => Promise<Record<string, unknown>>,
): Promise<Authorization> {
  // Repeated headers are joined, as they are everywhere else, and a joined pair is no token.
  const header = request.headersDistinct.authorization?.join(",") ?? "";
  const token = header.replace(/^bearer(\s+|$)/i, "").trim();
  if (token === "") return { refused: unauthorized("Bearer") };
  try {
    return { authorizer: jwtAuthorizer(await verify(token)) };
  } catch (error) {
    return { refused: unauthorized(`Bearer scope="" error="invalid_token"${describe(error)}`) };
  }
}

function unauthorized(challenge: string): GatewayResponse {
  return gatewayMessage(401, "Unauthorized", { "www-authenticate": challenge });
}

function describe(error: unknown): string {
  const description =
    typeof error === "object" && error && "description" in error ? error.description : undefined;
  return typeof description === "string" && /^[a-z0-9 ]{1,80}$/i.test(description)
    ? ` error_description="${description}"`
    : "";
}
