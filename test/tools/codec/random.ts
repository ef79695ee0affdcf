/** Random values of every kind that the codec carries, the same ones for the same seed. */

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const NUMBERS = [0, -0, 1, -1, 127, 128, 255, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 1.5, NaN, Infinity];
const ALPHABETS = ["ab", "aé", "a日", "a😀", "\ud800a", "\ufeff\0a"];

/** Makes random values: every kind that structured clone carries, with shared parts and cycles. */
export class RandomValues {
  readonly #random: () => number;
  #objects: object[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  value(): unknown {
    this.#objects = [];
    return this.#value(4);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #list<T>(make: () => T, longest = 6): T[] {
    return Array.from({ length: this.#below(longest + 1) }, make);
  }

  #value(depth: number): unknown {
    if (depth === 0 || this.#random() < 0.4) return this.#primitive();
    if (this.#objects.length > 0 && this.#random() < 0.1) {
      return this.#objects[this.#below(this.#objects.length)];
    }
    return this.#random() < 0.7 ? this.#container(depth - 1) : this.#known(this.#leaf());
  }

  #known<T extends object>(object: T): T {
    this.#objects.push(object);
    return object;
  }

  #primitive(): unknown {
    switch (this.#below(8)) {
      case 0:
        return [undefined, null, true, false][this.#below(4)];
      case 1:
        return NUMBERS[this.#below(NUMBERS.length)];
      case 2:
        return this.#below(300);
      case 3:
        return (this.#random() - 0.5) * 10 ** this.#below(20);
      case 4:
        return BigInt(Math.floor((this.#random() - 0.5) * 2 ** 52)) ** BigInt(1 + this.#below(4));
      default:
        return this.#string();
    }
  }

  #string(): string {
    const alphabet = ALPHABETS[this.#below(ALPHABETS.length)]!;
    return this.#list(() => alphabet[this.#below(alphabet.length)], 40).join("");
  }

  #container(depth: number): object {
    switch (this.#below(6)) {
      case 0: {
        const map = this.#known(new Map<unknown, unknown>());
        for (const key of this.#list(() => this.#value(depth))) map.set(key, this.#value(depth));
        return map;
      }
      case 1: {
        const set = this.#known(new Set());
        for (const member of this.#list(() => this.#value(depth))) set.add(member);
        return set;
      }
      case 2:
        return this.#known(this.#list(() => this.#below(1000) - 500, 30));
      case 3: {
        const array: unknown[] = this.#known([]);
        for (const item of this.#list(() => this.#value(depth))) array.push(item);
        if (this.#random() < 0.2) array.length += this.#below(40);
        if (this.#random() < 0.2) array[array.length + this.#below(3000)] = 1;
        return array;
      }
      default: {
        const object = this.#known({} as Record<string, unknown>);
        const keys = this.#random() < 0.5 ? ["id", "name", "at"] : this.#list(() => this.#string());
        for (const key of keys) object[key] = this.#value(depth);
        return object;
      }
    }
  }

  #leaf(): object {
    const buffers = this.#objects.filter((object) => object instanceof ArrayBuffer);
    const buffer = buffers[this.#below(buffers.length)] ?? this.#known(this.#buffer());
    switch (this.#below(7)) {
      case 0:
        return new Date(this.#random() < 0.1 ? NaN : this.#below(2 ** 31) * 1000);
      case 1:
        return new RegExp("a[b/]\\d+", ["", "g", "iu"][this.#below(3)]);
      case 2:
        return Object(this.#primitive() ?? 1) as object;
      case 3:
        return new Uint8Array(buffer, this.#below(buffer.byteLength));
      case 4:
        return new DataView(buffer, this.#below(buffer.byteLength), 0);
      case 5:
        return new Float64Array(buffer, 0, this.#below(2));
      default:
        return buffer;
    }
  }

  #buffer(): ArrayBuffer {
    const options = this.#random() < 0.3 ? { maxByteLength: 64 } : {};
    const buffer = new ArrayBuffer(16 + this.#below(16), options);
    const bytes = new Uint8Array(buffer);
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.#below(256);
    return buffer;
  }
}
