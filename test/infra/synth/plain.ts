/** How Pulumi marks a value as a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const IS_SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What stands in the graph for a value that Pulumi holds as a secret. */
interface SecretValue {
  $secret: unknown;
}

/** A value as JSON can hold it: secrets are said to be ones, and files stand for themselves by a word. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const { [SIGNATURE]: signature, ...fields } = value as Record<string, unknown>;
  if (signature === IS_SECRET) return { $secret: plain(fields.value) } satisfies SecretValue;
  if (signature !== undefined || "__pulumiAsset" in fields || "__pulumiArchive" in fields) return "[file]";
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, plain(field)]));
}

/** The same, with secrets as plain as the rest. */
export function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  if ("$secret" in value) return revealed(value.$secret);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, revealed(field)]));
}
