import { Logger } from "@aws-lambda-powertools/logger";

/** JSON lines for CloudWatch. Never given a request, a response, a header or an error's message. */
export const logger = new Logger({ serviceName: "keyturn" });
