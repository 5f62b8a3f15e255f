import { useState } from "react";

/**
 * What somebody does in a dialog. One that was left while its request was under way is closed once more when that is done:
 * by then another may be open, with a secret in it, and that one stays.
 */
export function useDoing<Doing>() {
  const [doing, begin] = useState<Doing>();
  const close = () => begin((now) => (now === doing ? undefined : now));
  return { doing, begin, close };
}
