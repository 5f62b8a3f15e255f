import type { AddressInfo } from "node:net";
import dynalite from "dynalite";

// The store as its package has it, on disk, in a process of its own. Says where it is, and ends with its parent.

const [path = ""] = process.argv.slice(2);
const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
