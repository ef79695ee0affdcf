/** What is said in Chinese of a worker that cannot be started, or cannot go on. */

import type { ServeOptions } from "../distributed.ts";
import { shown } from "../distributed/address.ts";
import type { Text } from "../lesson/language.ts";
import { quoted } from "../lesson/parameters.ts";

/** What each option must be, under the name that it has in the errors of `serve`. */
const MUST: Readonly<Record<string, string>> = {
  root: "--root 必须是一个已有的文件夹",
  url: "--url（或环境变量 INTERLEAVE_URL）必须是 redis://user:password@host:6379 那样的地址，" +
    "TLS 用 rediss://；密码里的 % 写成 %25，@ 写成 %40",
  queue: "--queue 必须是 1 到 100 个字符的名字，不含冒号、花括号和空格",
  processes: "--processes 必须是 1 到 1024 的整数",
  maxtasksperchild: "--maxtasksperchild 必须是不小于 1 的整数",
  lostAfter: "--lost-after 必须是 0.1 到 2147483 之间的秒数",
  grace: "--grace 必须是 0 到 2147483 之间的秒数",
  name: "--name 必须是一行 1 到 100 个字符的文字",
  initializer:
    "--initializer 必须是 --root 之内的一个文件和它的导出，例如 init.ts#setUp，文件要存在",
};

/** Which flags give the numbers of `serve` in another unit. */
const SECONDS = new Set(["lostAfter", "grace"]);

/** Why `serve` cannot take what the flags say; `address` is the URL, wherever it is from. */
export function refusalIn(message: string, options: ServeOptions, address: string): Text {
  const en = message.replace(/^Cannot serve: /, "");
  if (en.startsWith("nobody said where")) {
    return {
      en,
      zh: "没有说 Redis 在哪里：请给出 --url，例如 redis://user:password@host:6379，" +
        "或设置环境变量 INTERLEAVE_URL",
    };
  }
  if (en.startsWith("tls ")) return { en, zh: "--ca 用于加密的连接，而地址不是 rediss://" };
  const name = /^\w+/.exec(en)?.[0] ?? "";
  const must = MUST[name];
  if (must === undefined) return { en, zh: en };
  const value = name === "url"
    ? shown(address)
    : (options as unknown as Record<string, unknown>)[name];
  const got = SECONDS.has(name) ? Number(value) / 1000 : value;
  return { en, zh: `${must}：收到的是 ${quoted(String(got))}` };
}

/** Why a worker has ended that could not go on. */
export function failureIn(text: string): Text {
  const reach = /^ConnectionError: Cannot reach (\S+): (.*)$/s.exec(text);
  if (reach) return { en: text, zh: `ConnectionError：连不上 ${reach[1]}：${reach[2]}` };
  const late = /^RuntimeError: Cannot leave in time: (\d+) tasks still ran after (\d+) ms/.exec(
    text,
  );
  if (!late) return { en: text, zh: text };
  const [, tasks, ms] = late;
  return {
    en: text,
    zh: `RuntimeError：没能按时退出：${ms} ms 之后还有 ${tasks} 个任务在运行，已被结束`,
  };
}
