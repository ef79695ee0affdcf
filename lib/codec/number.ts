/** Numbers and bigints on the wire, the small integers in one byte. */

import { BIGINT, BIGINT64, FLOAT64, INT32, LARGEST_SMALL_INTEGER, SMALL_INTEGER } from "./tags.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

export function writeNumber(writer: Writer, value: number): void {
  writer.reserve(9);
  // -0 is equal to its own 32 bits as an integer, but is none: 1 / -0 is negative.
  if ((value | 0) !== value || (value === 0 && 1 / value < 0)) {
    writer.bytes[writer.position] = FLOAT64;
    writer.view.setFloat64(writer.position + 1, value, true);
    writer.position += 9;
  } else if (value >= 0 && value <= LARGEST_SMALL_INTEGER) {
    writer.bytes[writer.position++] = SMALL_INTEGER + value;
  } else {
    writer.bytes[writer.position] = INT32;
    writer.view.setInt32(writer.position + 1, value, true);
    writer.position += 5;
  }
}

export function readInt32(reader: Reader): number {
  const { bytes, position } = reader;
  reader.need(4);
  reader.position += 4;
  return bytes[position]! | bytes[position + 1]! << 8 | bytes[position + 2]! << 16 |
    bytes[position + 3]! << 24;
}

export function writeBigint(writer: Writer, value: bigint): void {
  if (BigInt.asIntN(64, value) === value) {
    writer.byte(BIGINT64);
    writer.reserve(8);
    writer.view.setBigInt64(writer.position, value, true);
    writer.position += 8;
    return;
  }
  let digits = (value < 0n ? -value : value).toString(16);
  if (digits.length % 2 === 1) digits = `0${digits}`;
  const size = digits.length / 2;
  writer.byte(BIGINT);
  writer.byte(value < 0n ? 1 : 0);
  writer.varint(size);
  writer.reserve(size);
  for (let i = 0; i < size; i++) {
    writer.bytes[writer.position++] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  }
}

export function readBigint64(reader: Reader): bigint {
  reader.need(8);
  const value = reader.view.getBigInt64(reader.position, true);
  reader.position += 8;
  return value;
}

export function readBigint(reader: Reader): bigint {
  const negative = reader.byte() === 1;
  const bytes = reader.copy(reader.count(1));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const magnitude = reader.attempt("a bigint that is too large", () => BigInt(`0x0${digits}`));
  return negative ? -magnitude : magnitude;
}
