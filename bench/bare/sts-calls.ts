import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { BareCalls } from "./bare.ts";

const client = new STSClient({});

export const sts: BareCalls = {
  "STS GetCallerIdentity": () => client.send(new GetCallerIdentityCommand({})),
};
