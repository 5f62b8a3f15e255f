import { Org } from "../core/org/org.ts";
import { UsageFault } from "./output.ts";

/** Throws UsageFault. */
export function orgNamed(text: string | undefined, missing: string): Org {
  if (text === undefined) throw new UsageFault(missing);
  const parsed = Org.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageFault(
    "An org has 1 to 63 letters, digits, dashes and underscores, and begins with none of these two.",
  );
}
