import * as z from "zod";
import { AwsRegion, BucketName } from "../../core/connection/bucket-name.ts";
import { CustomerFolder } from "../../core/connection/customer-place.ts";
import { PipelineIds } from "../../core/service/pipelines.ts";
import { ServiceName } from "../../core/service/service.ts";
import { fieldsWith, GivenId, GivenSecret } from "./given-pair.ts";

const Customer = z.strictObject({
  bucket: BucketName,
  folder: CustomerFolder.default(""),
  region: AwsRegion,
  accessKeyId: GivenId,
  secretAccessKey: GivenSecret,
});

export const CreateServiceBody = z
  .strictObject({
    name: ServiceName,
    type: z.literal("s3"),
    owner: z.enum(["provider", "customer"]),
    region: z.string().min(1).max(32).exactOptional(),
    pipelineIds: PipelineIds.exactOptional(),
    customer: Customer.exactOptional(),
  })
  .check(({ value, issues }) => {
    const fault = (path: string, message: string) =>
      issues.push({ code: "custom", path: path.split("."), input: undefined, message });
    const { owner, customer, region, name } = value;
    if (owner === "customer" && !customer)
      fault("customer", "say where the bucket is, and give its access key");
    if (owner === "provider" && customer) fault("customer", "only of an owner who is the customer");
    if (owner === "customer" && region !== undefined) fault("region", "give the bucket's region in customer");
    if (!customer) return;
    const texts = { name, "customer.folder": customer.folder, "customer.bucket": customer.bucket };
    for (const path of fieldsWith(customer.secretAccessKey, texts)) fault(path, "the secret is pasted here");
  });
