import * as z from "zod";
import { Role } from "../caller/caller.ts";

/** The rules whoever deploys Keyturn chooses for the whole deployment; no org can change them. */
export const Preset = z.strictObject({
  keyManagerRoles: z
    .array(
      Role.exclude(
        ["support"],
        "expected super_admin, admin, member+ or member: support can never manage keys",
      ),
    )
    .min(1, "at least one role must be able to manage keys"),
  removalAllowed: z.boolean(),
});
export type Preset = z.infer<typeof Preset>;

export const PresetName = z.enum(["data-services", "cloud-dashboard", "connector"]);

/** What each of the portals tells its users. */
export const presets: Record<z.infer<typeof PresetName>, Preset> = {
  "data-services": { keyManagerRoles: ["super_admin", "admin"], removalAllowed: true },
  "cloud-dashboard": { keyManagerRoles: ["super_admin", "admin", "member+"], removalAllowed: false },
  connector: { keyManagerRoles: ["super_admin"], removalAllowed: true },
};
