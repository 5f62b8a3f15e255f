import type { IAMClient } from "@aws-sdk/client-iam";
import type { S3Client } from "@aws-sdk/client-s3";

/** An AWS account Keyturn works in. IAM's quotas are an account's, so a further cell is how Keyturn grows. */
export interface Cell {
  accountId: string;
  iam: IAMClient;
}

/** What making folders needs beside. */
export interface ProvisioningCell extends Cell {
  s3(region: string): S3Client;
}

export interface Cells<Kind extends Cell = Cell> {
  for(cellId: string): Kind;
}

export const MAIN_CELL = "main";

/** The one cell there is yet. A record of another is one this deployment cannot serve. */
export function singleCell<Kind extends Cell>(cell: Kind): Cells<Kind> {
  return {
    for(cellId) {
      if (cellId === MAIN_CELL) return cell;
      throw new Error(`no cell is called ${cellId}`);
    },
  };
}
