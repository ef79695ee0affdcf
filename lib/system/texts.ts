/** What another program writes, as text. */

import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/**
 * Calls `use` with each piece of text that comes from `stream`; a character whose bytes come apart is in
 * one piece. Not by `setEncoding`: with it the output of a child program stops for good on Bun (1.4.5)
 * once a piece is the beginning of a character and nothing else.
 */
export function readTexts(stream: Readable, use: (text: string) => void): void {
  const decoder = new StringDecoder("utf8");
  const given = (text: string) => {
    if (text !== "") use(text);
  };
  stream.on("data", (bytes: Buffer) => given(decoder.write(bytes)));
  stream.on("end", () => given(decoder.end()));
}
