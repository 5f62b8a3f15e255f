/**
 * Settings that are missing or wrong, told in one sentence by their names: nothing of their values is repeated. It lies
 * alone, so that a Lambda without settings bundles no schemas.
 */
export class SettingsFault extends Error {
  override name = "SettingsFault";

  constructor(cannot: "start" | "be deployed", faults: string[]) {
    super(`Keyturn cannot ${cannot}: ${faults.join("; ")}`);
  }
}
