import { useState } from "react";
import { SelectField, TextField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { signInWith } from "./ask-who.ts";
import { laptopRoles, laptopToken } from "./laptop.ts";

/** Whom to be on the laptop, which believes it. */
export function LaptopSignIn({ org: given = "acme" }: { org?: string }) {
  const [org, setOrg] = useState(given);
  const [role, setRole] = useState<string>("super_admin");
  const [name, setName] = useState("Ada Admin");
  const submit = async () => signInWith(await laptopToken({ org, role, name }));
  return (
    <Form onSubmit={submit} submit="Sign in on this machine">
      <div className="side-by-side">
        <TextField label="Org" name="org" value={org} onChange={setOrg} />
        <SelectField
          label="Role"
          name="role"
          value={role}
          onChange={setRole}
          options={laptopRoles.map((value) => [value, value.replaceAll("_", " ")])}
        />
      </div>
      <TextField label="Name" name="name" value={name} onChange={setName} hint="Shown as “updated by”." />
    </Form>
  );
}
