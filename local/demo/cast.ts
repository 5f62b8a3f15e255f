import type { KeyturnClient } from "@keyturn/client";
import type { Credentials } from "./storage-client.ts";

/** Who takes part in the story, and where its storage is. */
export interface Cast {
  admin: KeyturnClient;
  /** Of the same org. Without, what they may not do is skipped. */
  support?: KeyturnClient;
  /** A key manager of another org. */
  stranger?: KeyturnClient;
  /** Of S3 and STS; AWS's own without. */
  awsEndpoint?: string;
}

/** What the story works on. */
export interface Connection {
  connectionId: string;
  region: string;
  bucket: string;
  folder: string;
  userName: string;
}

/** What the story has made and not yet taken away again, written down before it is asked for. */
export interface Made {
  serviceName?: string | undefined;
  serviceId?: string;
  connection?: Connection;
  /** The pair that is current as far as the story knows. */
  credentials?: Credentials;
  file?: string | undefined;
}
