import { Notice } from "../parts/notice.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export function SignInPage({ said }: { said?: string | undefined }) {
  return (
    <main className="sign-in">
      <h1 className="brand">
        <img src="/favicon.svg" alt="" /> Keyturn
      </h1>
      <div className="card stack">
        <h2>Sign in to manage access keys</h2>
        {said && <Notice kind="info">{said}</Notice>}
        <SignInForm />
      </div>
    </main>
  );
}
