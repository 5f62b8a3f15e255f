import { describeBus } from "./contract/bus.contract.ts";
import { MemoryBus } from "./memory-ports.ts";

describeBus("the bus in memory", async () => {
  const bus = new MemoryBus();
  return { bus, delivered: async (org) => bus.events.filter((event) => event.metadata.org === org) };
});
