import { consoleHeaders, STRICT_TRANSPORT_SECURITY_SECONDS } from "../console/headers.ts";
import { nameOf } from "./names.ts";

/** The headers of console/headers.ts for CloudFront, which takes those it knows as settings and the others as they are. */
export function makeHeadersPolicy(): aws.cloudfront.ResponseHeadersPolicy {
  const {
    "Content-Security-Policy": contentSecurityPolicy,
    "Referrer-Policy": referrerPolicy,
    "X-Content-Type-Options": _, // has one value
    ...others
  } = consoleHeaders;
  const override = true;
  return new aws.cloudfront.ResponseHeadersPolicy("ConsoleHeaders", {
    name: nameOf("console"),
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy, override },
      referrerPolicy: { referrerPolicy, override },
      contentTypeOptions: { override },
      strictTransportSecurity: { accessControlMaxAgeSec: STRICT_TRANSPORT_SECURITY_SECONDS, override },
    },
    customHeadersConfig: {
      items: Object.entries(others).map(([header, value]) => ({ header, value, override })),
    },
  });
}
