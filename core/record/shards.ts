/** Partitions of the sparse indexes, so that no single one takes all the writes. */
export const SHARDS = 16;
