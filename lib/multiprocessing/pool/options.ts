/** What pools and their calls take. */

/** What each worker calls before its first task, an exported function, and what it is called with. */
export type Initializer<I extends readonly unknown[]> =
  | { initializer?: undefined; initargs?: undefined }
  | { initializer: (...args: I) => unknown }
    & ([] extends I ? { initargs?: Readonly<I> | undefined }
      : { initargs: Readonly<I> });

/** Options of a pool besides the initializer. */
export interface PoolSettings {
  /** After so many tasks a worker is replaced by a new one. Default: never. */
  maxtasksperchild?: number | undefined;
  /** The module that exports the functions, where that is not the main module: `import.meta.url`. */
  module?: string | URL | undefined;
}

/** Options of a pool. */
export type PoolOptions<I extends readonly unknown[] = readonly unknown[]> =
  & PoolSettings
  & Initializer<I>;

/** Options of the calls that divide their items into chunks. */
export interface ChunkOptions {
  /** How many items a worker gets at one go. */
  chunksize?: number | undefined;
}

/** Options of the calls whose results come one by one. */
export interface StreamOptions extends ChunkOptions {
  /** How many items may be taken from the iterable ahead of those who take the results, from 1. */
  buffersize?: number | undefined;
}
