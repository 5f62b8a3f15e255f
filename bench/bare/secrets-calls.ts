import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { BareCalls } from "./bare.ts";

const client = new SecretsManagerClient({});

export const secretsManager: BareCalls = {
  "SecretsManager GetSecretValue": ({ path }) => client.send(new GetSecretValueCommand({ SecretId: path })),
};
