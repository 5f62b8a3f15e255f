import type { IncomingMessage, ServerResponse } from "node:http";
import { builtConsole } from "./build-console.ts";
import { type ConsoleFile, readConsoleFiles } from "./console-files.ts";
import { serveConsole } from "./serve-console.ts";

type State =
  | { is: "off" }
  | { is: "building" }
  | { is: "failed"; why: string }
  | { is: "open"; files: Map<string, ConsoleFile> };

/** The console at `/`, beside an API that does not wait for it. Off until somebody opens it. */
export class LaptopConsole {
  private state: State = { is: "off" };
  private readonly built: () => Promise<string>;

  /** `built` answers the folder with its files. */
  constructor(built: () => Promise<string> = builtConsole) {
    this.built = built;
  }

  /** Builds it if need be. Answers why it could not, in a line. */
  async open(): Promise<string | undefined> {
    this.state = { is: "building" };
    try {
      this.state = { is: "open", files: readConsoleFiles(await this.built()) };
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.state = { is: "failed", why };
      return why;
    }
  }

  /** Whether the request was for the console; then it is answered. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.state.is === "off") return false;
    if (this.state.is === "open") return serveConsole(this.state.files, request, response);
    if (request.method !== "GET" || request.url !== "/") return false;
    const text =
      this.state.is === "building"
        ? "The console is being built: this page looks again in two seconds."
        : `The console could not be built. The API works without it.\n\n${this.state.why}`;
    response.writeHead(503, {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      ...(this.state.is === "building" && { refresh: "2", "retry-after": "2" }),
    });
    response.end(text);
    return true;
  }
}
