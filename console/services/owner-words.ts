export const ownerWords = { provider: "Provider", customer: "Customer" } as const;
