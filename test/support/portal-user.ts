import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  type IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";

/** A user as a portal made them before Keyturn: outside of its path, with a policy of its own for one folder. */
export interface PortalUser {
  userName: string;
  path?: string;
  /** What its policy opens. */
  bucket?: string;
  folder?: string;
  keys?: number;
  /** The tag that says whose it is. */
  org?: string;
}

/** Answers the user's keys, in the order of their making. */
export async function addPortalUser(
  iam: IAMClient,
  { userName, path = "/portal/s3/", bucket, folder = "", keys = 1, org }: PortalUser,
): Promise<{ accessKeyId: string; secretAccessKey: string }[]> {
  const UserName = userName;
  const Tags = org === undefined ? [] : [{ Key: "keyturn:org", Value: org }];
  await iam.send(new CreateUserCommand({ UserName, Path: path, Tags }));
  if (bucket !== undefined) {
    const PolicyDocument = policyOf(bucket, folder);
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "portal-folder", PolicyDocument }));
  }
  const made: { accessKeyId: string; secretAccessKey: string }[] = [];
  for (let count = 0; count < keys; count++) {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    made.push({ accessKeyId, secretAccessKey });
  }
  return made;
}

function policyOf(bucket: string, folder: string): string {
  const Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: `arn:aws:s3:::${bucket}/${folder}*` }],
  });
}
