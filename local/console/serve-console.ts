import type { IncomingMessage, ServerResponse } from "node:http";
import { consoleHeaders } from "../../console/headers.ts";
import type { ConsoleFile } from "./console-files.ts";

/** Whether the request was for a file of the console; then it is answered. All else is the API's. */
export function serveConsole(
  files: ReadonlyMap<string, ConsoleFile>,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const [path = ""] = (request.url ?? "").split("?");
  const file = files.get(path);
  if (!file) return false;
  response.writeHead(200, {
    ...consoleHeaders,
    "content-type": file.contentType,
    "cache-control": file.cacheControl,
    "content-length": file.body.length,
  });
  response.end(request.method === "HEAD" ? undefined : file.body);
  return true;
}
