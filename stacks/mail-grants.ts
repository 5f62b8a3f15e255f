import type { Granted } from "./grants.ts";
import type { Grant } from "./lambda.ts";

/**
 * As the configured sender alone. The identity may be its address or its domain; SES also asks for the identity's
 * configuration set if it has one, and in its sandbox for the recipient's identity.
 */
export function sendMail({ mailSender }: Granted): Grant[] {
  if (mailSender === undefined) return [];
  const { accountId } = aws.getCallerIdentityOutput();
  const { region } = aws.getRegionOutput();
  const own = (kind: string) => $interpolate`arn:aws:ses:${region}:${accountId}:${kind}/*`;
  return [
    {
      actions: ["ses:SendEmail"],
      resources: [own("identity"), own("configuration-set")],
      conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [mailSender] }],
    },
  ];
}
