/** Strings on the wire: short ASCII ones behind one byte, others as UTF-8 or UTF-16. */

import { Buffer } from "node:buffer";
import { TextDecoder, TextEncoder } from "node:util";
import { LONGEST_SHORT_STRING, SHORT_STRING, UNDEFINED, UTF16, UTF8 } from "./tags.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/** Longer strings are encoded apart, so that room for the worst case is not made for nothing. */
const LONGEST_IN_PLACE = 64 * 1024;

const encoder = new TextEncoder();
// A byte order mark at the start of a string is a character like any other.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Writes a string or its absence. */
export function writeOptional(writer: Writer, text: string | undefined): void {
  if (text === undefined) writer.byte(UNDEFINED);
  else writeString(writer, text);
}

export function writeString(writer: Writer, text: string): void {
  if (text.length > LONGEST_SHORT_STRING || !writeShort(writer, text)) writeLong(writer, text);
}

/** Writes a short string if it is ASCII. */
function writeShort(writer: Writer, text: string): boolean {
  const length = text.length;
  writer.reserve(length + 1);
  const bytes = writer.bytes;
  const start = writer.position + 1;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return false;
    bytes[start + i] = code;
  }
  bytes[start - 1] = SHORT_STRING + length;
  writer.position = start + length;
  return true;
}

function writeLong(writer: Writer, text: string): void {
  // TextEncoder would silently replace lone surrogates.
  if (!text.isWellFormed()) {
    writeUtf16(writer, text);
  } else if (text.length > LONGEST_IN_PLACE) {
    const bytes = encoder.encode(text);
    writer.byte(UTF8);
    writer.varint(bytes.length);
    writer.raw(bytes);
  } else {
    writeInPlace(writer, text);
  }
}

function writeInPlace(writer: Writer, text: string): void {
  // The length is known only afterwards: leave as many bytes for it as the longest text could need.
  const longest = text.length * 3;
  const lengthSize = longest < 1 << 7 ? 1 : longest < 1 << 14 ? 2 : 3;
  writer.reserve(1 + lengthSize + longest);
  const start = writer.position + 1 + lengthSize;
  const { written } = encoder.encodeInto(text, writer.bytes.subarray(start, start + longest));
  const bytes = writer.bytes;
  let position = writer.position;
  bytes[position++] = UTF8;
  for (let i = lengthSize - 1; i > 0; i--) {
    bytes[position++] = (written >> 7 * (lengthSize - 1 - i)) | 128;
  }
  bytes[position] = written >> 7 * (lengthSize - 1);
  writer.position = start + written;
}

function writeUtf16(writer: Writer, text: string): void {
  writer.byte(UTF16);
  writer.varint(text.length);
  writer.reserve(2 * text.length);
  for (let i = 0; i < text.length; i++, writer.position += 2) {
    writer.view.setUint16(writer.position, text.charCodeAt(i), true);
  }
}

/**
 * Short strings come again and again: names, states, keys. One that was read lately is found by its
 * bytes, which is cheaper than making it, and the engine knows it as a key already.
 */
const recent: string[] = new Array(1024).fill("");
/** Shorter ones are made as quickly as they are found. */
const SHORTEST_REMEMBERED = 4;
/** From this length on a call of the runtime is quicker than adding letters. */
const SHORTEST_COPIED = 9;
const letters = Buffer.alloc(LONGEST_SHORT_STRING);

export function readShortString(reader: Reader, length: number): string {
  reader.need(length);
  const { bytes, position: start } = reader;
  reader.position = start + length;
  if (length < SHORTEST_REMEMBERED) return join(bytes, start, length);
  let hash = length;
  for (let i = start; i < start + length; i++) hash = Math.imul(hash, 31) + bytes[i]! | 0;
  const place = (hash ^ hash >>> 10) & 1023;
  const text = recent[place]!;
  return isAt(text, bytes, start, length) ? text : recent[place] = make(bytes, start, length);
}

function isAt(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

function make(bytes: Uint8Array, start: number, length: number): string {
  if (length < SHORTEST_COPIED) return join(bytes, start, length);
  for (let i = 0; i < length; i++) letters[i] = bytes[start + i]!;
  return letters.toString("latin1", 0, length);
}

function join(bytes: Uint8Array, start: number, length: number): string {
  let text = "";
  for (let i = start; i < start + length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

export function readUtf8(reader: Reader): string {
  const size = reader.count(1);
  const start = reader.position;
  return decoder.decode(reader.bytes.subarray(start, reader.position = start + size));
}

export function readUtf16(reader: Reader): string {
  const length = reader.count(2);
  const units: string[] = [];
  for (let i = 0; i < length; i++, reader.position += 2) {
    units.push(String.fromCharCode(reader.view.getUint16(reader.position, true)));
  }
  return units.join("");
}

/** Reads a value that must be a string. */
export function readString(reader: Reader): string {
  const tag = reader.byte();
  if (tag >= SHORT_STRING && tag <= SHORT_STRING + LONGEST_SHORT_STRING) {
    return readShortString(reader, tag - SHORT_STRING);
  }
  if (tag === UTF8) return readUtf8(reader);
  if (tag === UTF16) return readUtf16(reader);
  throw reader.damaged(`tag ${tag} where a string is required`);
}

/** Reads what `writeOptional` wrote. */
export function readOptional(reader: Reader): string | undefined {
  if (reader.bytes[reader.position] !== UNDEFINED) return readString(reader);
  reader.position++;
  return undefined;
}
