import { TextField } from "../form/field.tsx";
import type { NewService } from "./new-service.ts";

interface CustomerFieldsProps {
  typed: NewService;
  put: (change: Partial<NewService>) => void;
}

/** Where the customer's bucket is, and the pair that opens it: it is tried before it is taken. */
export function CustomerFields({ typed, put }: CustomerFieldsProps) {
  return (
    <>
      <div className="side-by-side">
        <TextField
          label="Bucket"
          name="customer.bucket"
          value={typed.bucket}
          onChange={(bucket) => put({ bucket })}
        />
        <TextField
          label="Bucket's region"
          name="customer.region"
          placeholder="eu-central-1"
          value={typed.customerRegion}
          onChange={(customerRegion) => put({ customerRegion })}
        />
      </div>
      <TextField
        label="Folder"
        name="customer.folder"
        hint="Empty: the whole bucket."
        value={typed.folder}
        onChange={(folder) => put({ folder })}
      />
      <TextField
        label="Access key"
        name="customer.accessKeyId"
        className="mono"
        value={typed.accessKeyId}
        onChange={(accessKeyId) => put({ accessKeyId: accessKeyId.trim() })}
      />
      <TextField
        label="Secret access key"
        name="customer.secretAccessKey"
        type="password"
        className="mono"
        hint="It is tried in AWS, then kept where the connector reads it. Keyturn never shows it again."
        value={typed.secretAccessKey}
        onChange={(secretAccessKey) => put({ secretAccessKey: secretAccessKey.trim() })}
      />
    </>
  );
}
