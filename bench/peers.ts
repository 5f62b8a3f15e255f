/** A way in which keys are replaced today, as its published source does it. */
export interface Peer {
  name: string;
  source: { repository: string; commit: string; path: string };
  /** What one rotation of one user's key asks for, in its order, by service and operation, from a user who has an old key. */
  calls: string[];
  /** Where the new secret is kept. */
  kept: string;
  /** When the key that pipelines use ends. */
  oldKeyEnds: string;
  /** What is left when the process dies, or the next call fails, where that hurts most. */
  worst: string;
  /** How it finds what is due. */
  search: string;
}

/** Counted in the source at the commit that is named; what others have made of it since is not looked at. */
export const peers: readonly Peer[] = [
  {
    name: "AWS's sample function that lists users",
    source: {
      repository: "aws-samples/aws-iam-access-key-auto-rotation",
      commit: "5e268ca4947e8e973090d402f71ec24af2bbabd9",
      path: "AccessKeyRotationLambdaFunction.py",
    },
    // As it is meant: its mail names clients that this version does not make.
    calls: [
      ...["IAM ListAccessKeys", "IAM CreateAccessKey", "STS GetCallerIdentity", "SNS Publish"],
      ...["SecretsManager DescribeSecret", "SecretsManager PutSecretValue"],
      ...["IAM UpdateAccessKey", "IAM DeleteAccessKey"], // in later runs
    ],
    kept: "Secrets Manager",
    oldKeyEnds: "days later, in use or not",
    worst: "the new key's secret is nowhere; later runs deactivate and delete the old one none the less",
    search: "every run lists the users, and the keys of each",
  },
  {
    name: "Secrets Manager's rotation template",
    source: {
      repository: "aws-samples/aws-secrets-manager-rotation-lambdas",
      commit: "1e4106a23545b72bf19e6d3b282612b5c47c45f4",
      path: "SecretsManagerRotationTemplate/lambda_function.py",
    },
    // Four invocations, each of which describes the secret first. The template leaves to its user what an IAM user needs:
    // a key made where it makes a password, the new pair tried, and the old key deleted.
    calls: [
      ...["SecretsManager DescribeSecret", "SecretsManager GetSecretValue", "SecretsManager GetSecretValue"],
      ...["IAM CreateAccessKey", "SecretsManager PutSecretValue"],
      ...["SecretsManager DescribeSecret"],
      ...["SecretsManager DescribeSecret", "SecretsManager GetSecretValue", "STS GetCallerIdentity"],
      ...["SecretsManager DescribeSecret", "SecretsManager DescribeSecret"],
      ...["SecretsManager UpdateSecretVersionStage", "SecretsManager UpdateSecretVersionStage"],
      "IAM DeleteAccessKey",
    ],
    kept: "Secrets Manager",
    oldKeyEnds: "as its user programs it",
    worst: "a key that no version of the secret has, in the way of the retry: two are the limit",
    search: "a schedule for each secret",
  },
  {
    name: "Vault's static role",
    source: {
      repository: "hashicorp/vault",
      commit: "061e70244fbacb73f84706f928936ea87f115907",
      path: "builtin/logical/aws/rotation.go",
    },
    calls: ["IAM GetUser", "IAM ListAccessKeys", "IAM DeleteAccessKey", "IAM CreateAccessKey"],
    kept: "Vault",
    oldKeyEnds: "one rotation later, in use or not; the oldest of two, whoever made it",
    worst: "the new key's secret is nowhere; the next try deletes the older key, which is the one in use",
    search: "a queue in memory",
  },
  {
    name: "Infisical's rotation of an IAM user",
    source: {
      repository: "Infisical/infisical",
      commit: "2e3330bf693ef27428becf3dab0699a714da9a64",
      path: "backend/src/ee/services/secret-rotation-v2/aws-iam-user-secret/aws-iam-user-secret-rotation-fns.ts",
    },
    calls: ["IAM ListAccessKeys", "IAM DeleteAccessKey", "IAM UpdateAccessKey", "IAM CreateAccessKey"],
    kept: "Infisical",
    oldKeyEnds: "before the new one is made",
    worst: "no key that works, until it is tried again",
    search: "a schedule for each secret",
  },
];

/** Of ListUsers, by default. Source: IAM's API reference, `MaxItems`. */
const USERS_A_PAGE = 100;

/** What a run over all users asks of IAM to find which of so many keys are old. */
export function callsToListKeys(users: number): number {
  return Math.ceil(users / USERS_A_PAGE) + users;
}
