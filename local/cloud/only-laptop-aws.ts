/**
 * Forgets whatever AWS account, session or endpoint the user's own shell is set up for: on the laptop the SDK is
 * to find the laptop's, and nothing else, ever.
 */
export function onlyLaptopAws(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) {
    if (name.startsWith("AWS_")) delete environment[name];
  }
  environment.AWS_CONFIG_FILE = "/dev/null";
  environment.AWS_SHARED_CREDENTIALS_FILE = "/dev/null";
}
