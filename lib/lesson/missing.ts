/** What a lesson may need that is not part of this project. */

import { engineIsThere } from "../distributed/engine.ts";
import { onPath } from "../system/on_path.ts";
import { installing } from "./called.ts";
import type { Missing } from "./declaration.ts";

/** The executable of a Redis, if one is installed. */
export function redisServer(): string | undefined {
  return onPath("redis-server") ?? onPath("valkey-server");
}

/** What a lesson with a Redis needs and is not here. */
export function missingRedis(): Missing | undefined {
  if (redisServer() === undefined) {
    const whole = {
      en: "This lesson starts a Redis of its own, but there is no redis-server or valkey-server " +
        "on the PATH. Install one: apt-get install redis-server, or brew install redis",
      zh: "这一课要自己启动一个 Redis，但 PATH 中没有 redis-server 或 valkey-server。" +
        "请先安装：apt-get install redis-server 或 brew install redis",
    };
    return { short: { en: "needs Redis", zh: "需要 Redis" }, whole };
  }
  if (engineIsThere()) return undefined;
  const how = installing("bullmq@6", "ioredis@6");
  const whole = {
    en: `This lesson needs the packages bullmq 6 and ioredis 6. Install them: ${how}`,
    zh: `这一课需要 bullmq 6 和 ioredis 6 这两个包。请先安装：${how}`,
  };
  return { short: { en: "needs bullmq", zh: "需要 bullmq" }, whole };
}
