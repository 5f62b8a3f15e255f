import { CreateUserCommand, GetUserCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { BUCKET, outcome, startTestEndpoint } from "../testing/test-endpoint.ts";

const allow = (...Action: string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource: "*" }],
});
const put = new PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "v" });
const get = new GetObjectCommand({ Bucket: BUCKET, Key: "k" });

test("a session does what its role may, in S3 and in IAM, and is known by the role's name and its own", async () => {
  await using aws = await startTestEndpoint();
  aws.endpoint.putRole("writer", [allow("s3:PutObject"), allow("iam:ListUsers")]);
  const session = aws.endpoint.beginSession("writer", "one");
  const { Arn, UserId } = await aws.sts(session).send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe("arn:aws:sts::000000000000:assumed-role/writer/one");
  expect(UserId).toMatch(/^AROA\w+:one$/);
  expect(await outcome(aws.s3(session).send(put))).toBe("worked");
  expect(await outcome(aws.s3(session).send(get))).toBe("AccessDenied 403");
  expect(await outcome(aws.iam(session).send(new ListUsersCommand({})))).toBe("worked");
  const made = aws.iam(session).send(new CreateUserCommand({ UserName: "ann" }));
  await expect(made).rejects.toThrow(
    "User: arn:aws:sts::000000000000:assumed-role/writer/one is not authorized to perform: iam:CreateUser " +
      "on resource: arn:aws:iam::000000000000:user/ann",
  );
});

test("a role's policies can be others, and its session knows at once", async () => {
  await using aws = await startTestEndpoint();
  aws.endpoint.putRole("reader", [allow("s3:PutObject")]);
  const session = aws.endpoint.beginSession("reader", "one");
  await aws.s3(session).send(put);
  aws.endpoint.putRole("reader", [allow("s3:GetObject")]);
  expect(await outcome(aws.s3(session).send(put))).toBe("AccessDenied 403");
  expect(await outcome(aws.s3(session).send(get))).toBe("worked");
});

test("a session lasts, is no root and no user, and hands out no other", async () => {
  await using aws = await startTestEndpoint();
  aws.endpoint.putRole("all", [allow("*")]);
  const session = aws.endpoint.beginSession("all", "one");
  aws.clock.ms += 400 * 24 * 3_600_000;
  expect(await outcome(aws.s3(session).send(put))).toBe("worked");
  expect(await outcome(aws.iam(session).send(new GetUserCommand({})))).toBe("ValidationError 400");
  expect(await outcome(aws.sts(session).send(new GetSessionTokenCommand({})))).toBe("AccessDenied 403");
  const { sessionToken: _, ...bare } = session;
  expect(await outcome(aws.s3(bare).send(put))).toBe("InvalidAccessKeyId 403");
  expect(() => aws.endpoint.beginSession("nobody", "one")).toThrow("there is no role nobody");
});

test("whoever makes a user with tags needs the right to tag it", async () => {
  await using aws = await startTestEndpoint();
  const Tags = [{ Key: "keyturn:org", Value: "acme" }];
  aws.endpoint.putRole("maker", [allow("iam:CreateUser")]);
  const session = aws.endpoint.beginSession("maker", "one");
  const make = (UserName: string, tags = Tags) =>
    outcome(aws.iam(session).send(new CreateUserCommand({ UserName, Tags: tags })));
  expect(await make("ann")).toBe("AccessDenied 403");
  expect(await make("bob", [])).toBe("worked");
  const Condition = { "ForAllValues:StringEquals": { "aws:TagKeys": ["keyturn:org"] } };
  const tag = { Effect: "Allow", Action: "iam:TagUser", Resource: "*", Condition };
  aws.endpoint.putRole("maker", [allow("iam:CreateUser"), { Version: "2012-10-17", Statement: [tag] }]);
  expect(await make("ann")).toBe("worked");
  expect(await make("cid", [...Tags, { Key: "admin", Value: "yes" }])).toBe("AccessDenied 403");
});
