/**
 * What a program needs of this process's environment, and nothing of the caller's own AWS or Keyturn. Programs keep
 * their compiled code where a test run has them keep it.
 */
export function bareEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "", NODE_COMPILE_CACHE = "" } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE };
}
