import { PutObjectCommand } from "@aws-sdk/client-s3";
import { addService, type Laptop, putPipeline, resetKey } from "../../support/laptop.ts";

/** An org in the middle of its life: keys of all ages, one that is overdue, one that is held, one that is missing. */
export async function fillOrg(laptop: Laptop, org: string): Promise<void> {
  let token = await laptop.token("super_admin", org, { name: "Ada Admin" });
  const later = async (days: number) => {
    await laptop.advance(days);
    token = await laptop.token("super_admin", org, { name: "Ada Admin" });
  };
  await putPipeline(laptop, token, "nightly-load", { name: "Nightly load", filePatterns: ["sales-*.csv"] });
  await putPipeline(laptop, token, "churn-rule", {
    name: "Churn risk",
    kind: "rule",
    filePatterns: ["*.csv"],
  });
  await putPipeline(laptop, token, "meter-export", {
    ...{
      name: "Meter export",
      kind: "connector-job",
      direction: "writes",
      filePatterns: ["meter-??.parquet"],
    },
    ...{ sourceSystem: "Metering", contacts: ["metering@acme.example"] },
  });
  for (const { name, pipelineIds = [], daysLater = 0, more = [] } of services) {
    const { service, connection } = await addService(laptop, token, name);
    if (pipelineIds.length > 0) {
      await laptop.call("PATCH", `/v1/services/${service.serviceId}`, { token, body: { pipelineIds } });
    }
    await resetKey(laptop, token, connection.connectionId);
    for (const another of more) {
      const { connection: further } = await addService(laptop, token, another);
      await resetKey(laptop, token, further.connectionId);
    }
    await later(daysLater);
  }
  await addService(laptop, token, "Survey answers");
  await holdOldKey(laptop, token);
  await laptop.sweep();
}

const services: { name: string; pipelineIds?: string[]; daysLater?: number; more?: string[] }[] = [
  {
    name: "Sales data",
    pipelineIds: ["nightly-load", "churn-rule"],
    daysLater: 32,
    more: ["Warehouse feed"],
  },
  { name: "Invoices", pipelineIds: ["churn-rule"], daysLater: 21, more: ["Payroll", "Travel costs"] },
  { name: "Meter readings EU", pipelineIds: ["meter-export"], daysLater: 44, more: ["Weather", "Grid load"] },
  { name: "Product usage", daysLater: 37, more: ["Clickstream", "App crashes", "Feature flags"] },
  { name: "Support tickets", daysLater: 49, more: ["Chat transcripts"] },
  { name: "Fleet telemetry", daysLater: 6, more: ["Tyre pressure", "Fuel cards"] },
];

/** A key that was reset in stages, and whose predecessor somebody still uses. */
async function holdOldKey(laptop: Laptop, token: string): Promise<void> {
  const { connection } = await addService(laptop, token, "Partner uploads");
  const { connectionId, bucket, folder } = connection;
  const { body } = await resetKey(laptop, token, connectionId);
  await resetKey(laptop, token, connectionId, { mode: "staged", graceHours: 1 });
  await laptop
    .s3(body.credentials)
    .send(new PutObjectCommand({ Bucket: bucket, Key: `${folder}a.csv`, Body: "1" }));
  await laptop.advance(0.1);
}
