import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { signOut } from "./session.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** Over the page as it is, with all that was typed: what was under way goes on after it. */
export function ExpiredDialog({ org }: { org: string }) {
  return (
    <Dialog title="Your sign-in has expired">
      <div className="stack">
        <p>Sign in again to go on where you were. Nothing you typed is lost.</p>
        <SignInForm org={org} />
        <Button look="quiet" onClick={() => signOut()}>
          Sign out instead
        </Button>
      </div>
    </Dialog>
  );
}
