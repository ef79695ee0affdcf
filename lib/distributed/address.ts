/** Where the Redis of a pool or worker is: its URL and certificates, checked. */

import { isIP } from "node:net";
import { given } from "../arguments.ts";
import { env } from "../runtime/current.ts";

/** What a URL cannot say of an encrypted connection: texts in PEM format. */
export interface Tls {
  /** The certificate of the authority that has signed the server's. */
  ca?: string | undefined;
  /** This side's own certificate, where the server asks for one, */
  cert?: string | undefined;
  /** and its private key. */
  key?: string | undefined;
}

/** What ioredis takes, and what may be shown. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly tls: (Tls & { servername?: string }) | undefined;
  /** The URL without user and password. */
  readonly shown: string;
}

const HOW = "as in redis://user:password@host:6379, or rediss:// for TLS";

/**
 * The address that `url`, or else the environment's INTERLEAVE_URL, names.
 *
 * @throws {TypeError} if there is none, or it is no URL of a Redis; a password in it is not shown
 */
export function addressOf(act: string, url: unknown, tls: Tls | undefined): Address {
  const text = url ?? env("INTERLEAVE_URL");
  if (text === undefined || text === "") {
    throw new TypeError(
      `Cannot ${act}: nobody said where Redis is. Give url, ${HOW}, or set INTERLEAVE_URL`,
    );
  }
  if (typeof text !== "string") {
    throw new TypeError(`Cannot ${act}: url must be a text, ${HOW}, but it is ${given(text)}`);
  }
  const parsed = URL.parse === undefined ? parse(text) : URL.parse(text);
  const secure = parsed?.protocol === "rediss:";
  const db = Number(parsed?.pathname.slice(1) || 0);
  if (
    !parsed || (!secure && parsed.protocol !== "redis:") || parsed.hostname === "" ||
    !Number.isInteger(db) || db < 0 || `${parsed.search}${parsed.hash}`.includes("@")
  ) {
    throw new TypeError(`Cannot ${act}: url must be one, ${HOW}, but it is ${given(shown(text))}`);
  }
  checkTls(act, tls, secure);
  const host = parsed.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(parsed.port || 6379);
  return {
    host,
    port,
    db,
    username: decoded(act, "user", parsed.username),
    password: decoded(act, "password", parsed.password),
    // The name of an address that is no name may not be asked for (RFC 6066).
    tls: secure ? { ...tls, ...(isIP(host) === 0 ? { servername: host } : {}) } : undefined,
    shown: `${parsed.protocol}//${parsed.hostname}:${port}${db === 0 ? "" : `/${db}`}`,
  };
}

/**
 * What may be shown of a text that should be a URL and is none: wherever a password may be in it, it
 * is not. With an @ that is all before the last one; without, what follows a colon and is no port.
 */
export function shown(text: string): string {
  const end = text.lastIndexOf("@");
  if (end >= 0) return `***${text.slice(end)}`;
  const [, scheme = "", host = "", port] = /^(\w+:\/\/)?([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  const isPort = port === undefined || (host !== "" && /^\d{1,5}(?:\/\d*)?$/.test(port));
  return isPort ? text : `${scheme}${host}:***`;
}

function decoded(act: string, what: string, text: string): string | undefined {
  try {
    return decodeURIComponent(text) || undefined;
  } catch {
    throw new TypeError(
      `Cannot ${act}: url must be one, ${HOW}, with % in the ${what} written as %25`,
    );
  }
}

/** Node 20 has no URL.parse. */
function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function checkTls(act: string, tls: unknown, secure: boolean): void {
  if (tls === undefined) return;
  if (typeof tls !== "object" || tls === null) {
    throw new TypeError(`Cannot ${act}: tls must be { ca, cert, key }, but it is ${given(tls)}`);
  }
  if (!secure) {
    throw new TypeError(
      `Cannot ${act}: tls is for encrypted connections, but url is not rediss://`,
    );
  }
  for (const [name, value] of Object.entries(tls)) {
    if (!["ca", "cert", "key"].includes(name)) {
      throw new TypeError(`Cannot ${act}: tls may have ca, cert and key, but it has ${name}`);
    }
    if (value === undefined || typeof value === "string") continue;
    throw new TypeError(`Cannot ${act}: tls.${name} must be a text in PEM format`);
  }
}

/** The name of a queue, if it is one: BullMQ makes keys of it, whose parts are divided by colons. */
export function queueOf(act: string, queue: unknown = "interleave"): string {
  if (typeof queue === "string" && /^[^\s:{}\p{Cc}]{1,100}$/u.test(queue)) return queue;
  throw new TypeError(
    `Cannot ${act}: queue must be a name of up to 100 characters without colons, braces and spaces, ` +
      `but it is ${given(queue)}`,
  );
}
