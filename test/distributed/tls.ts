/** The suite of encrypted connections (rediss://): who is believed, who is not, and what is said then. */

// deadline: 300 s

import * as assert from "uvu/assert";
import { ConnectionError, Pool, type PoolOptions, serve } from "../../lib/distributed.ts";
import { startScript, until, within } from "../kit.ts";
import { Certificates, openssl } from "../fixtures/distributed/certificates.ts";
import { served, TestWorker } from "../fixtures/distributed/host.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { here, square } from "../fixtures/distributed/tasks.ts";
import { suiteWith } from "../tools/needed.ts";

const NAME = "distributed: encrypted";
const test = openssl === undefined
  ? suiteWith(
    NAME,
    openssl,
    "no openssl on PATH (apt-get install openssl)",
    "INTERLEAVE_NO_OPENSSL",
  )
  : redisSuite(NAME);

const poolOf = (url: string, more: PoolOptions = {}): Pool =>
  new Pool({ url, module: here, root: served, connectTimeout: 20_000, ...more });

/** What a call says that cannot be made: the error, within the time that it has. */
async function refused(url: string, tls?: PoolOptions["tls"]): Promise<string> {
  await using pool = poolOf(url, { tls, connectTimeout: 5000 });
  const error = await within(30_000, rejection(pool.apply(square, [1])));
  assert.instance(error, ConnectionError);
  assert.not.match(`${(error as Error).stack}`, /secret/);
  return String(error);
}

for (const host of ["localhost", "127.0.0.1"]) {
  test(`a pool and its worker speak encrypted with ${host}, and nobody complains`, async () => {
    using certificates = new Certificates("localhost");
    await using redis = await PrivateRedis.start({ tls: { certificates }, password: "secret" });
    const tls = { ca: certificates.text("ca") };
    const url = redis.secureUrl(host);
    await using worker = await TestWorker.start({ url, tls });
    await using pool = poolOf(url, { tls });
    assert.equal(await within(20_000, pool.map(square, [1, 2, 3])), [1, 4, 9]);
    assert.not.match(worker.said, /warning|secret/i);
  });
}

test("who has no authority, or another one, or another name, is not believed", async () => {
  using certificates = new Certificates("localhost"), other = new Certificates("localhost");
  using elsewhere = new Certificates("elsewhere.example");
  await using redis = await PrivateRedis.start({ tls: { certificates }, password: "secret" });
  await using named = await PrivateRedis.start({ tls: { certificates: elsewhere } });
  assert.match(await refused(redis.secureUrl()), /certificate|issuer/i);
  assert.match(
    await refused(redis.secureUrl(), { ca: other.text("ca") }),
    /certificate|signature|issuer/i,
  );
  for (const host of ["localhost", "127.0.0.1"]) {
    const wrongName = await refused(named.secureUrl(host), { ca: elsewhere.text("ca") });
    assert.match(wrongName, /certificate|name|altname/i);
    assert.match(wrongName, host);
  }
});

test("a worker that cannot believe its Redis ends, and says why", async () => {
  using certificates = new Certificates("localhost"), other = new Certificates("localhost");
  await using redis = await PrivateRedis.start({ tls: { certificates }, password: "secret" });
  const serving = serve({
    url: redis.secureUrl(),
    root: served,
    processes: 1,
    tls: { ca: other.text("ca") },
  });
  const error = await within(15_000, rejection(serving));
  assert.instance(error, ConnectionError);
  assert.match(String(error), /certificate|signature|issuer/i);
  assert.not.match(`${(error as Error).stack}`, /secret/);
});

test("a Redis that asks for a certificate gets it", async () => {
  using certificates = new Certificates("localhost");
  await using redis = await PrivateRedis.start({ tls: { certificates, asks: true } });
  const url = redis.secureUrl("localhost"), ca = certificates.text("ca");
  const tls = { ca, cert: certificates.text("client"), key: certificates.text("client", "key") };
  await using _ = await TestWorker.start({ url, tls });
  await using pool = poolOf(url, { tls });
  assert.is(await within(20_000, pool.apply(square, [12])), 144);
  await refused(url, { ca });
});

test("interleave worker --ca FILE", async () => {
  using certificates = new Certificates("localhost"), other = new Certificates("localhost");
  await using redis = await PrivateRedis.start({ tls: { certificates } });
  const url = redis.secureUrl("localhost");
  const begin = (ca: string) => {
    let said = "";
    const running = startScript("repl.ts", {
      args: ["worker", "--root", served, "--processes", "1", "--ca", ca],
      env: { INTERLEAVE_URL: url },
      deadline: 110_000,
      onOutput: (text) => said += text,
    });
    return { running, said: () => said };
  };
  const { running, said } = begin(certificates.path("ca"));
  await until(() => /\bserves /.test(said()), "it serves", 60_000);
  await using pool = poolOf(url, { tls: { ca: certificates.text("ca") } });
  assert.is(await within(20_000, pool.apply(square, [5])), 25);
  running.signal("SIGTERM");
  assert.is((await running.ended).code, 0);
  const wrong = begin(other.path("ca"));
  assert.is((await wrong.running.ended).code, 1);
  assert.match(wrong.said(), /certificate|signature|issuer/i);
  const missing = await begin("/nowhere/ca.pem").running.ended;
  assert.is(missing.code, 2);
  assert.match(missing.stderr, /nowhere/);
});

test.run();
