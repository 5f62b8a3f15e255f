/** By then the browser has taken what it downloads. */
const STARTED_AFTER_MS = 10_000;

/** Hands the pair over as a file in the format of ~/.aws/credentials. It is made in the page, and nobody is asked for it. */
export function downloadProfile(name: string, pair: { accessKeyId: string; secretAccessKey: string }): void {
  const profile = profileName(name);
  const url = URL.createObjectURL(
    new Blob([profileText(profile, pair)], { type: "application/octet-stream" }),
  );
  const link = document.createElement("a");
  link.href = url;
  link.download = `${profile}-credentials`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), STARTED_AFTER_MS);
}

function profileText(profile: string, pair: { accessKeyId: string; secretAccessKey: string }): string {
  const { accessKeyId, secretAccessKey } = pair;
  return `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
}

/** Of letters and digits: a profile's name stands in brackets, and in commands. */
function profileName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain || "keyturn";
}
