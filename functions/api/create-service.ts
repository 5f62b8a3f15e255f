import * as z from "zod";
import { AwsRegion, BucketName } from "../../core/connection/bucket-name.ts";
import { viewConnection } from "../../core/connection/connection-view.ts";
import { CustomerFolder } from "../../core/connection/customer-place.ts";
import { createCustomerService } from "../../core/service/create-customer-service.ts";
import { createService } from "../../core/service/create-service.ts";
import type { CreatedService } from "../../core/service/finish-creation.ts";
import { PipelineIds } from "../../core/service/pipelines.ts";
import { ServiceName } from "../../core/service/service.ts";
import { viewService } from "../../core/service/service-view.ts";
import { created, http, type Request } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { customerServicePorts, provisionPorts } from "../ports.ts";
import { routes } from "../routes.ts";
import { fieldsWith, GivenId, GivenSecret } from "./given-pair.ts";

const Customer = z.strictObject({
  bucket: BucketName,
  folder: CustomerFolder.default(""),
  region: AwsRegion,
  accessKeyId: GivenId,
  secretAccessKey: GivenSecret,
});

const Body = z
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
type Asked = Request<typeof routes.createService, z.infer<typeof Body>, unknown>;

export const handler = http(routes.createService, { body: Body }, async (request) => {
  const { service, connection } = await create(request);
  const now = provisionPorts().clock.now();
  return created({ service: viewService(service), connection: viewConnection(connection, now) });
});

function create(request: Asked): Promise<CreatedService> {
  const { caller, body } = request;
  const { name, pipelineIds, region, customer } = body;
  const common = {
    name,
    ...(pipelineIds && { pipelineIds }),
    ...idempotent(request, routes.createService),
  };
  if (!customer) return createService(provisionPorts(), caller, { ...common, ...(region && { region }) });
  const { accessKeyId, secretAccessKey, ...place } = customer;
  const pair = { accessKeyId, secretAccessKey };
  return createCustomerService(customerServicePorts(), caller, { ...common, place, pair });
}
