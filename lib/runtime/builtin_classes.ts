/** The classes of built-in modules, by which objects are told from those of the program's own classes. */

import { builtin } from "./builtin.ts";

/**
 * Those that have source text as a program's classes have: nothing but their module tells them apart.
 * Without those whose objects are their own fields and no more: Stats, Dirent, Url, EventEmitter.
 * What one of these extends need not be here, except to be called by its own name.
 */
const exported: Readonly<Record<string, string>> = {
  assert: "Assert",
  async_hooks: "AsyncLocalStorage AsyncResource",
  "bun:ffi": "JSCallback",
  "bun:sqlite": "Database Statement",
  child_process: "ChildProcess",
  cluster: "Worker",
  console: "Console",
  crypto:
    "Certificate Cipher Cipheriv Decipher Decipheriv DiffieHellman DiffieHellmanGroup ECDH Hash Hmac KeyObject Sign Verify X509Certificate",
  dgram: "Socket",
  diagnostics_channel: "BoundedChannel Channel",
  dns: "Resolver",
  "dns/promises": "Resolver",
  domain: "Domain",
  events: "EventEmitterAsyncResource",
  fs: "Dir FSWatcher ReadStream SyncWriteStream Utf8Stream WriteStream",
  http: "Agent ClientRequest IncomingMessage OutgoingMessage Server ServerResponse",
  http2:
    "ClientHttp2Session Http2ServerRequest Http2ServerResponse Http2Session Http2Stream ServerHttp2Session",
  https: "Agent Server",
  inspector: "Session",
  "inspector/promises": "Session",
  module: "Module SourceMap",
  net: "BlockList BoundSocket Server Socket SocketAddress",
  perf_hooks: "PerformanceNodeTiming PerformanceObserver",
  readline: "Interface",
  "readline/promises": "Interface Readline",
  repl: "REPLServer",
  stream: "Duplex PassThrough Readable Stream Transform Writable",
  "stream/web": "ReadableStreamTee",
  string_decoder: "StringDecoder",
  tls: "CryptoStream SecureContext SecurePair Server TLSSocket",
  tty: "ReadStream WriteStream",
  util: "MIMEParams MIMEType",
  v8: "DefaultDeserializer DefaultSerializer Deserializer GCProfiler Serializer",
  vm: "Module Script SourceTextModule SyntheticModule",
  wasi: "WASI",
  worker_threads: "BroadcastChannel MessageChannel Worker",
  zlib:
    "BrotliCompress BrotliDecompress Deflate DeflateRaw Gunzip Gzip Inflate InflateRaw Unzip ZipBuffer ZipEntry ZipFile ZstdCompress ZstdDecompress",
};

const modulesOf = new Map<string, string[]>();
for (const [module, names] of Object.entries(exported)) {
  for (const name of names.split(" ")) {
    modulesOf.set(name, [...(modulesOf.get(name) ?? []), module]);
  }
}

/** HmacImpl, NodeWorker (Deno 2.9.6) and Cipheriv2 (Bun 1.4.5) are exported without these. */
const DRESSED = /^Node(?=[A-Z])|Impl$|2$/g;

/**
 * The name by which a built-in module exports the class with that prototype. Only modules that have a
 * class of its name are looked into, so a class of the program has nothing loaded.
 */
export function exportedName(name: string, prototype: object): string | null {
  const plain = name.replace(DRESSED, "");
  for (const module of modulesOf.get(plain) ?? []) {
    // By the prototype: some classes are wrapped to warn of a call.
    const found = builtin(module)?.[plain] as { prototype?: unknown } | undefined;
    if (found?.prototype === prototype) return plain;
  }
  return null;
}

/**
 * Symbols by which Node, Deno and Bun keep native state in objects of classes that no module exports:
 * FileHandle, histograms, files of Deno.
 */
const HIDING = /^(?:kHandle|kClosePromise|\[\[handle\]\]|Deno\.internal\.rid)$/;

/** Does the object keep native state under a symbol? */
export function hidesState(object: object): boolean {
  return Object.getOwnPropertySymbols(object).some(({ description = "" }) =>
    HIDING.test(description)
  );
}
