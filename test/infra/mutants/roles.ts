import {
  nobodyScans,
  onlyItsServiceAssumesARole,
  rightsAreInline,
  rightsAreOverOwnThings,
  wildcardsHaveAReason,
} from "../invariants/roles.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in what roles are and may do. */
export const mutants: Mutant[] = [
  {
    name: "roles stay as SST makes them, for the whole account to assume",
    file: "stacks/lambda.ts",
    cut: "assumeRolePolicy: assumedByLambda, ",
    breaks: onlyItsServiceAssumesARole,
    says: "DeprovisionRole can be assumed by AWS:",
  },
  {
    name: "SST's managed policy for every log group stays",
    file: "stacks/lambda.ts",
    cut: ", managedPolicyArns: []",
    breaks: rightsAreInline,
    says: "has the managed policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  },
  {
    name: "a policy is attached to a role beside its inline ones",
    file: "stacks/boundary.ts",
    find: "  return new aws.iam.Policy(",
    replace:
      '  new aws.iam.RolePolicyAttachment("More", { role: "x", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });\n  return new aws.iam.Policy(',
    breaks: rightsAreInline,
    says: "More gives rights elsewhere: aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  },
  {
    name: "items of every table there is",
    file: "stacks/grants.ts",
    find: "    resources: [table.arn],\n  });",
    replace: '    resources: ["*"],\n  });',
    breaks: wildcardsHaveAReason,
    says: "DeprovisionRole may do dynamodb:GetItem with *",
  },
  {
    name: "every call of IAM's, by a pattern",
    file: "stacks/user-grants.ts",
    find: '["iam:DeleteUserPolicy", "iam:DeleteUser"]',
    replace: '["iam:Delete*"]',
    breaks: wildcardsHaveAReason,
    says: "DeprovisionRole may do iam:Delete*",
  },
  {
    name: "any object of the buckets, and not just the folders' markers",
    file: "stacks/user-grants.ts",
    find: "}/*/`",
    replace: "}/*`",
    breaks: wildcardsHaveAReason,
    says: "ProvisionRole may do s3:PutObject with arn:aws:s3:::keyturn-test-123456789012-eu-central-1/*",
  },
  {
    name: "a link to a bus, which brings every right over it",
    file: "stacks/lambda.ts",
    find: "    runtime:",
    replace: '    link: [new sst.aws.Bus(logicalName(name).concat("Own"))],\n    runtime:',
    breaks: wildcardsHaveAReason,
    says: "DeprovisionRole may do events:*",
  },
  {
    name: "another deployment's table",
    file: "stacks/grants.ts",
    find: "    resources: [table.arn],\n  });",
    replace: "    resources: [table.name],\n  });",
    breaks: rightsAreOverOwnThings,
    says: "which is not of this deployment",
  },
  {
    name: "a function may read the whole table",
    file: "stacks/grants.ts",
    find: 'read: [items("GetItem",',
    replace: 'read: [items("Scan", "GetItem",',
    breaks: nobodyScans,
    says: "read may scan the table",
  },
];
