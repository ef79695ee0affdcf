/** The suite of errors in the codec: classes, causes, stacks and what programs add. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decode, encode, encodeError } from "../../lib/codec.ts";
import * as named from "../../lib/errors.ts";

const test = suite("codec errors");

const options = { path: "error", border: "process" } as const;

/** What arrives of an error, with the fields that tests look for. */
type Copy = Error & Record<string, unknown>;
type Row = Record<string, unknown>;

function copy<T = Copy>(reason: unknown): T {
  return decode(encodeError(reason, options).slice(), options) as T;
}

test("an error keeps its class, message, name and stack", () => {
  for (
    const Class of [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]
  ) {
    const error = new Class("what went wrong");
    const received = copy(error);
    assert.is(Object.getPrototypeOf(received), Class.prototype);
    assert.is(received.message, error.message);
    assert.is(received.name, error.name);
    assert.is(received.stack, error.stack);
    assert.equal(Object.keys(received), []);
    assert.is(String(received), String(error));
  }
});

test("the library's errors arrive as instances of their classes", () => {
  for (const [name, Class] of Object.entries(named)) {
    const error = name === "StopIteration"
      ? new named.StopIteration([0, 1], "[0, 1]")
      : new (Class as new (message: string) => Error)("text");
    const received = copy(error);
    assert.instance(received, Class as new () => Error, name);
    assert.instance(received, Error);
    assert.is(received.name, name);
    assert.is(received.message, error.message);
  }
  assert.equal(copy(new named.StopIteration([0, 1]))["value"], [0, 1]);
  assert.instance(copy(new named.BrokenBarrierError("b")), named.RuntimeError);
});

test("a class of the program's own becomes the nearest known class, with its name", () => {
  class ValidationError extends RangeError {
    override name = "ValidationError";
    readonly field = "age";
  }
  const received = copy(new ValidationError("too young"));
  assert.instance(received, RangeError);
  assert.equal([received.name, received.message, received["field"]], [
    "ValidationError",
    "too young",
    "age",
  ]);
  class Quiet extends named.Empty {}
  Quiet.prototype.name = "Quiet";
  assert.instance(copy(new Quiet()), named.Empty);
  assert.is(copy(new Quiet()).name, "Quiet");
  assert.not(Object.keys(copy(new Quiet())).includes("name"));
});

test("own fields keep their values and stay as visible as they were", () => {
  const error = Object.assign(new Error("m"), { code: "E", detail: { list: [1, 2n] }, errno: -2 });
  const received = copy(error);
  assert.equal({ ...received }, { code: "E", detail: { list: [1, 2n] }, errno: -2 });
  assert.not(Object.keys(received).includes("message"));
  assert.not(Object.keys(received).includes("stack"));
});

test("a cause is carried, an error or not, and a chain of them", () => {
  const inner = new SyntaxError("inner", { cause: "a text" });
  const received = copy<Error & { cause: Error }>(new TypeError("outer", { cause: inner }));
  assert.instance(received.cause, SyntaxError);
  assert.is(received.cause.message, "inner");
  assert.is(received.cause.stack, inner.stack);
  assert.is(received.cause.cause, "a text");
  assert.not(Object.keys(received).includes("cause"));
  assert.ok(Object.hasOwn(copy(new Error("m", { cause: undefined })), "cause"));
  assert.not(Object.hasOwn(copy(new Error("m")), "cause"));
});

test("the errors of an AggregateError are carried", () => {
  const received = copy<AggregateError>(
    new AggregateError([new RangeError("a"), new named.Full("b"), 3], "all"),
  );
  assert.instance(received, AggregateError);
  assert.is(received.message, "all");
  assert.instance(received.errors[0], RangeError);
  assert.instance(received.errors[1], named.Full);
  assert.is(received.errors[2], 3);
});

test("a DOMException stays one", () => {
  const received = copy(new DOMException("late", "TimeoutError"));
  assert.instance(received, DOMException);
  assert.equal([received.name, received.message, received["code"]], ["TimeoutError", "late", 23]);
});

test("an error that refers to itself survives", () => {
  const error = new Error("loop") as Error & { self: unknown };
  error.self = error;
  error.cause = [error];
  const received = copy<Error & { self: unknown; cause: unknown[] }>(error);
  assert.ok(received.self === received && received.cause[0] === received);
});

test("a field that cannot be sent is left out, and everything else stays", () => {
  const twice = { a: 1 };
  const error = Object.assign(new Error("m"), {
    before: twice,
    retry() {},
    nested: { list: [twice, { deep: new WeakMap() }] },
    after: [twice, { a: 2 }, { a: 3 }],
  });
  Object.defineProperty(error, "fails", {
    enumerable: true,
    get(): never {
      throw new Error("no");
    },
  });
  const received = copy<{ before: unknown; after: unknown[] }>(error);
  assert.equal(Object.keys(received), ["before", "after"]);
  assert.ok(received.before === received.after[0]);
  assert.equal(received.after, [{ a: 1 }, { a: 2 }, { a: 3 }]);
});

test("a field that is left out leaves no trace, however much of it was written", () => {
  for (const size of [1, 5, 20, 100]) {
    const rows = (from: number) => Array.from({ length: size }, (_, i) => ({ row: from + i }));
    const early = { a: 1 };
    const late = { b: 1 };
    const error = Object.assign(new Error("m"), { early, before: rows(-9) });
    for (let i = 0; i < 40; i++) {
      Object.assign(error, { [`bad${i}`]: [early, rows(0), [late], early, { deep: [[() => 1]] }] });
    }
    const good = { early, late, again: late, rows: rows(5), more: rows(6) };
    Object.assign(error, { good });
    for (let round = 0; round < 3; round++) {
      const [received, after] = copy<[{ early: Row; good: Row }, Row[]]>([error, [late, early, {
        row: 0,
      }]]);
      assert.equal(Object.keys(received), ["early", "before", "good"]);
      assert.equal(received.good, good);
      assert.ok(
        received.good["early"] === received["early"] &&
          received.good["late"] === received.good["again"],
      );
      assert.ok(after[0] === received.good["late"] && after[1] === received.early);
    }
  }
});

test("a cause or a part of an AggregateError that cannot be sent is shown as text", () => {
  assert.is(copy(new Error("m", { cause: () => 1 })).cause, "[Function cause]");
  const received = copy<AggregateError>(
    new AggregateError([new Error("a"), Symbol("s"), { f() {} }]),
  );
  assert.is(received.errors[0].message, "a");
  assert.equal(received.errors.slice(1), ["Symbol(s)", "{ f: [Function f] }"]);
});

test("encoding an error never fails", () => {
  const failing = {
    get(): never {
      throw new Error("no");
    },
  };
  const hostile = new Error("m");
  // The stack first: an engine makes it of name and message when it is touched.
  for (const key of ["stack", "cause", "message", "name"]) {
    Object.defineProperty(hostile, key, failing);
  }
  assert.instance(copy(hostile), Error);
  assert.is(copy(Object.freeze(new TypeError("frozen"))).message, "frozen");
  const odd = Object.assign(new Error("m"), { message: 5, stack: [1], name: null });
  assert.instance(copy(odd), Error);
  assert.instance(copy(Object.create(Error.prototype)), Error);
  assert.instance(copy(new Proxy(new Error("m"), {})), Error);
});

test("a long chain of causes is carried as far as it may nest", () => {
  let error = new Error("0");
  for (let i = 1; i < 5000; i++) error = new Error(`${i}`, { cause: error });
  let received = copy<Error>(error);
  let links = 0;
  for (; received.cause instanceof Error; received = received.cause) links++;
  assert.ok(links >= 20, `${links} links`);
  assert.is(received.cause, `Error: ${4998 - links}`);
});

test("errors inside of values keep everything too", () => {
  const received = decode(
    encode({ list: [new RangeError("a"), new Map([["k", new named.Empty("b")]])] }, options),
    options,
  ) as { list: [Error, Map<string, Error>] };
  assert.instance(received.list[0], RangeError);
  assert.instance(received.list[1].get("k"), named.Empty);
});

test("what is thrown and is no error is carried as it is, or shown", () => {
  assert.is(copy("text"), "text");
  assert.is(copy(undefined), undefined);
  assert.equal(copy({ status: 404 }), { status: 404 });
  const received = copy(() => 1);
  assert.instance(received, Error);
  assert.match(received.message, /^\[Function\] was thrown, which cannot be sent: /);
});

test.run();
