import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { BareCalls } from "./bare.ts";

const client = new SESv2Client({});

export const sesv2: BareCalls = {
  "SES SendEmail": ({ facts }) => {
    const Body = { Text: { Data: JSON.stringify(facts) } };
    return client.send(
      new SendEmailCommand({
        FromEmailAddress: "bench@example.com",
        Destination: { ToAddresses: ["bench@example.com"] },
        Content: { Simple: { Subject: { Data: "Bench" }, Body } },
      }),
    );
  },
};
