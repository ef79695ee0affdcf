/**
 * The first byte of every encoded value. 0x80 to 0xff is an integer from 0 to 127, 0x40 to 0x5f a
 * string of up to 31 ASCII characters; everything else is named here. Lengths are varints, numbers
 * little endian.
 *
 * Objects are numbered in the order in which they begin, on both sides, and `REFERENCE` names one by
 * its number: that is how cycles and shared references survive.
 */

export const UNDEFINED = 0;
export const NULL = 1;
export const FALSE = 2;
export const TRUE = 3;
/** Four bytes. */
export const INT32 = 4;
/** Eight bytes. */
export const FLOAT64 = 5;
/** Eight bytes, signed. */
export const BIGINT64 = 6;
/** A sign byte, a length, and the magnitude, most significant byte first. */
export const BIGINT = 7;
/** A length in bytes, and UTF-8. */
export const UTF8 = 8;
/** A length in code units, and UTF-16: for strings with lone surrogates, which UTF-8 cannot hold. */
export const UTF16 = 9;
/** The number of an object that has begun before. */
export const REFERENCE = 10;
/** An object whose contents come after the root value (see `Writer.defer`); its kind's tag follows. */
export const DEFERRED = 11;
/** In place of an element or a property: it does not exist. */
export const HOLE = 12;
/** In an array: that many elements in a row do not exist. */
export const HOLES = 13;
/** A length, and that many elements. */
export const ARRAY = 14;
/** A length, and four bytes for each element. */
export const INT32_ARRAY = 15;
/** A length, and eight bytes for each element. */
export const FLOAT64_ARRAY = 16;
/** How many properties, and for each its key and its value. */
export const OBJECT = 17;
/** The length of a list of keys in bytes, the list, and the values; the list gets the next number. */
export const OBJECT_WITH_KEYS = 18;
/** The number of a list of keys, and the values. */
export const OBJECT_LIKE = 19;
/** A size, and keys and values in turn. */
export const MAP = 20;
/** A size, and the members. */
export const SET = 21;
/** Eight bytes: milliseconds. */
export const DATE = 22;
/** Two strings: source and flags. */
export const REGEXP = 23;
/** A primitive value, boxed: `Object(value)`. */
export const BOXED = 24;
/** A length, and the bytes. */
export const BUFFER = 25;
/** A length, the greatest length, and the bytes. */
export const RESIZABLE_BUFFER = 26;
/** The place of a SharedArrayBuffer in the list that travels beside the bytes. */
export const SHARED_BUFFER = 27;
/** The number of its class, offset, length + 1 (0: as long as its buffer), and the buffer. */
export const VIEW = 28;
/** See error.ts. */
export const ERROR = 29;
/** A kind, and the parts from which the other side restores the object. */
export const SHARED = 30;

export const SHORT_STRING = 0x40;
export const LONGEST_SHORT_STRING = 31;
export const SMALL_INTEGER = 0x80;
export const LARGEST_SMALL_INTEGER = 127;

/**
 * How deep containers nest before their contents are put off until after the root value. It bounds
 * the stack that both sides need, so a list nested a million deep is carried too.
 */
export const DEPTH_LIMIT = 200;

/**
 * The parts of a shared object and the properties of an error must be whole when the reader comes to
 * their end, so nothing in them is put off: they may nest so deep,
 */
export const WHOLE_DEPTH = 24;

/** and so many shared objects and errors may nest in each other. */
export const WHOLE_LIMIT = 30;
