/** `--help`: everything comes from the declaration. */

import { columns, padded, wrapped } from "../columns.ts";
import type { AnyLesson } from "./declaration.ts";
import type { Language, Text } from "./language.ts";
import { CAPACITY, type Parameter, range, SPEED, standard } from "./parameters.ts";

const WORDS = {
  usage: { en: "Usage: ", zh: "用法：" },
  flags: { en: "[flags]", zh: "[参数]" },
  standard: { en: "default", zh: "默认" },
  lang: {
    en: "the language: zh or en (default: that of the locale)",
    zh: "语言：zh 或 en（默认取自系统区域设置）",
  },
  json: {
    en: "one result object on standard output, everything else on standard error",
    zh: "标准输出只有一个结果对象，其余内容写到标准错误",
  },
  timeline: {
    en: "show who ran and who waited, from a recording of the run",
    zh: "用这次运行的记录画出谁在运行、谁在等待",
  },
  trace: {
    en: "keep the recording for Perfetto, as Trace Event JSON",
    zh: "把记录存成 Trace Event JSON，可在 Perfetto（看时间线的网页工具）中打开",
  },
  html: {
    en: "keep the recording as a page: zoom, search, source",
    zh: "把记录存成网页：可缩放、搜索、看源代码",
  },
  help: { en: "this text", zh: "显示这段说明" },
  codes: {
    en:
      "Exit code: 0 the invariant held, or its breaking was the point; 1 it broke; 2 bad usage; 74 the output could not be written; 130 interrupted.",
    zh:
      "退出码：0 不变式成立，或如预期被破坏；1 不变式意外被破坏；2 用法错误；74 无法写出结果；130 被中断。",
  },
} satisfies Record<string, Text>;

/** The flag of a parameter as it is typed: "--threads N", "--lock, --no-lock". */
export function typed(name: string, parameter: Parameter): string {
  if (parameter.kind === "switch") return `--${name}, --no-${name}`;
  return `--${name} ${parameter.kind === "text" ? "TEXT" : "N"}`;
}

/** What a parameter sets, its range and its standard value. */
export function explained(parameter: Parameter, language: Language): string {
  const value = standard(parameter, language);
  const shown = typeof value === "boolean"
    ? { en: value ? "on" : "off", zh: value ? "开" : "关" }[language]
    : String(value);
  const word = WORDS.standard[language];
  const limits = parameter.kind === "switch" ? "" : range(parameter, language);
  return {
    en: `${parameter.about.en} (${limits && `${limits}; `}${word} ${shown})`,
    zh: `${parameter.about.zh}（${limits && `${limits}，`}${word} ${shown}）`,
  }[language];
}

/** The help of `lesson` in `width` columns. */
export function helpOf(lesson: AnyLesson, language: Language, width: number): string {
  const own = Object.entries<Parameter>(lesson.parameters)
    .map(([name, parameter]) => [typed(name, parameter), explained(parameter, language)] as const);
  const rows = [
    ...own,
    [typed("speed", SPEED), explained(SPEED, language)] as const,
    ["--timeline", WORDS.timeline[language]] as const,
    ["--trace FILE", WORDS.trace[language]] as const,
    ["--html FILE", WORDS.html[language]] as const,
    [typed("capacity", CAPACITY), explained(CAPACITY, language)] as const,
    ["--lang zh|en", WORDS.lang[language]] as const,
    ["--json", WORDS.json[language]] as const,
    ["--help", WORDS.help[language]] as const,
  ];
  const names = Math.max(...rows.map(([name]) => columns(name))) + 2;
  const beside = width - names - 2 >= 30;
  const flags = rows.map(([name, meaning]) =>
    beside
      ? wrapped(`  ${padded(name, names)}${meaning}`, width, names + 2)
      : `  ${name}\n${wrapped(`      ${meaning}`, width, 6)}`
  );
  return [
    wrapped(`${lesson.name}  ${lesson.title[language]}`, width),
    wrapped(lesson.about[language], width),
    "",
    `${WORDS.usage[language]}${lesson.name}.ts ${WORDS.flags[language]}`,
    ...flags,
    "",
    wrapped(WORDS.codes[language], width),
    "",
  ].join("\n");
}
