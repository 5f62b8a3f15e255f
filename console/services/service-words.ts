export const ownerWords = { provider: "Provider", customer: "Customer" } as const;

/** The only type there is. */
export const serviceType = "Amazon S3 (Cloud Storage)";
