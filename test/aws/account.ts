import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** Where a run works. */
export interface Account {
  accountId: string;
  region: string;
}

const WHAT_IT_DOES =
  "It makes a DynamoDB table, an event bus with a queue, a bucket, a policy and two dozen IAM users there, " +
  "all called keyturn-test-… or under /keyturn/test-…, and removes them at the end. It takes about ten minutes and costs a few cents.";

/**
 * The account of this environment's credentials, if KEYTURN_TEST_AWS_ACCOUNT names it: nobody runs these tests in
 * an account by accident. Throws a sentence.
 */
export async function confirmedAccount(environment: NodeJS.ProcessEnv): Promise<Account> {
  const meant = environment.KEYTURN_TEST_AWS_ACCOUNT;
  if (!meant) {
    throw refusal(
      "KEYTURN_TEST_AWS_ACCOUNT is not set. Set it to the account that this environment's credentials are of.",
    );
  }
  const sts = new STSClient({});
  const { Account: accountId } = await sts.send(new GetCallerIdentityCommand({})).catch((error: Error) => {
    throw refusal(`AWS cannot be asked whose credentials these are (${error.name}: ${error.message}).`);
  });
  if (accountId !== meant) {
    throw refusal(`KEYTURN_TEST_AWS_ACCOUNT is ${meant}, but the credentials are of ${accountId}.`);
  }
  console.log(`In account ${accountId}. ${WHAT_IT_DOES}`);
  return { accountId, region: await sts.config.region() };
}

function refusal(why: string): Error {
  const error = new Error(`The tests against AWS do not start. ${why} ${WHAT_IT_DOES}`);
  error.stack = error.message; // a sentence for whoever started it, not a fault of the code
  return error;
}
