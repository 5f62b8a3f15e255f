import { Logger } from "@aws-lambda-powertools/logger";
import { CallFailed, DomainError } from "../core/errors.ts";
import { SettingsFault } from "./settings-fault.ts";

/** JSON lines for CloudWatch. Never given a request, a response or a header; of an error, what is `tellable`. */
export const logger = new Logger({ serviceName: "keyturn" });

/** The message of an error that Keyturn worded, which holds no secret; of any other, which may, only its name. */
export function tellable(error: unknown): string {
  if (error instanceof CallFailed || error instanceof DomainError || error instanceof SettingsFault) {
    return error.message;
  }
  return error instanceof Error ? error.name : "unknown";
}
