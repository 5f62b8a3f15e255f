import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { Notice } from "../parts/notice.tsx";
import { signInWith, TokenRefused, tokenIn } from "./ask-who.ts";
import { isLaptop } from "./laptop.ts";
import { LaptopSignIn } from "./laptop-sign-in.tsx";

/** With a token of the identity provider; on the laptop also as anybody. The token is held in memory only. */
export function SignInForm({ org }: { org?: string }) {
  const laptop = useQuery({ queryKey: ["laptop"], queryFn: isLaptop, staleTime: Number.POSITIVE_INFINITY });
  return (
    <div className="stack">
      {laptop.data && (
        <>
          <LaptopSignIn {...(org !== undefined && { org })} />
          <p className="or">
            <span>or with a token</span>
          </p>
        </>
      )}
      <TokenForm />
    </div>
  );
}

function TokenForm() {
  const [token, setToken] = useState("");
  const [refused, setRefused] = useState(false);
  const submit = async () => {
    setRefused(false);
    try {
      await signInWith(tokenIn(token));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      setRefused(true);
    }
  };
  return (
    <Form onSubmit={submit} submit="Sign in" disabled={tokenIn(token) === ""}>
      <TextField
        label="Access token"
        name="token"
        type="password"
        value={token}
        onChange={setToken}
        hint="The token that your identity provider gave you. It is kept in this page alone: a reload signs out."
      />
      {refused && (
        <Notice kind="bad" announced>
          This token is not accepted: it has expired, or is meant for another service.
        </Notice>
      )}
    </Form>
  );
}
