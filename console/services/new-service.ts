import type { CreateServiceBody } from "@keyturn/client";

/** What has been typed of a new data service. */
export interface NewService {
  name: string;
  owner: "provider" | "customer";
  region: string;
  pipelineIds: string[];
  bucket: string;
  folder: string;
  customerRegion: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export const blankService: NewService = {
  ...{ name: "", owner: "provider", region: "", pipelineIds: [] },
  ...{ bucket: "", folder: "", customerRegion: "", accessKeyId: "", secretAccessKey: "" },
};

/** The request: what is left empty is left out, so that the default counts. */
export function bodyOf(typed: NewService): CreateServiceBody {
  const { name, owner, region, pipelineIds, bucket, folder, customerRegion, accessKeyId, secretAccessKey } =
    typed;
  return {
    ...{ name, owner, type: "s3" },
    ...(pipelineIds.length > 0 && { pipelineIds }),
    ...(owner === "provider" && region && { region }),
    ...(owner === "customer" && {
      customer: { bucket, folder, region: customerRegion, accessKeyId, secretAccessKey },
    }),
  };
}
