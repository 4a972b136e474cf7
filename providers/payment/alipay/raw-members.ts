// Cuts an answer into the raw bytes of its outermost members: what is signed are these bytes, not what a parser makes of them.

const openingQuote = 0x22;
const backslash = 0x5c;
const whitespace = new Set([0x20, 0x09, 0x0a, 0x0d]);
const codeOf = (character: string): number => character.charCodeAt(0);
const [brace, closingBrace, bracket, closingBracket] = [codeOf('{'), codeOf('}'), codeOf('['), codeOf(']')];
const [comma, colon] = [codeOf(','), codeOf(':')];

const endsWord = new Set([comma, closingBrace, ...whitespace]);

class Malformed extends Error {}

/** A cursor over JSON of which only strings and nesting matter. Throws Malformed. */
class Scanner {
  private readonly raw: Buffer;
  private at = 0;

  constructor(raw: Buffer) {
    this.raw = raw;
  }

  private blank(): void {
    while (whitespace.has(this.raw[this.at] ?? 0)) this.at += 1;
  }

  /** The next byte that is not blank. */
  peek(): number | undefined {
    this.blank();
    return this.raw[this.at];
  }

  take(expected: number): void {
    if (this.peek() !== expected) throw new Malformed();
    this.at += 1;
  }

  string(): Buffer {
    const from = this.at;
    this.take(openingQuote);
    for (; this.at < this.raw.length; this.at += 1) {
      if (this.raw[this.at] === backslash) this.at += 1;
      else if (this.raw[this.at] === openingQuote) return this.raw.subarray(from, (this.at += 1));
    }
    throw new Malformed();
  }

  /** A value of any kind; only its end is looked for. */
  value(): Buffer {
    const first = this.peek();
    const from = this.at;
    if (first === openingQuote) return this.string();
    if (first === brace || first === bracket) return this.nested(from);
    while (this.at < this.raw.length && !endsWord.has(this.raw[this.at] ?? comma)) this.at += 1;
    return this.raw.subarray(from, this.at);
  }

  private nested(from: number): Buffer {
    for (let depth = 0; this.at < this.raw.length;) {
      const byte = this.raw[this.at];
      if (byte === openingQuote) {
        this.string();
        continue;
      }
      this.at += 1;
      if (byte === brace || byte === bracket) depth += 1;
      if ((byte === closingBrace || byte === closingBracket) && (depth -= 1) === 0) {
        return this.raw.subarray(from, this.at);
      }
    }
    throw new Malformed();
  }
}

const scan = (raw: Buffer): ReadonlyMap<string, Buffer> => {
  const members = new Map<string, Buffer>();
  const scanner = new Scanner(raw);
  scanner.take(brace);
  while (scanner.peek() !== closingBrace) {
    if (members.size > 0) scanner.take(comma);
    scanner.peek();
    const name = String(JSON.parse(scanner.string().toString('utf8')));
    scanner.take(colon);
    if (members.has(name)) throw new Malformed();
    members.set(name, scanner.value());
  }
  scanner.take(closingBrace);
  if (scanner.peek() !== undefined) throw new Malformed();
  return members;
};

/** Undefined when it is no object, or a name is there twice: then it is not clear which of the two was signed. */
export const rawMembers = (raw: Buffer): ReadonlyMap<string, Buffer> | undefined => {
  try {
    return scan(raw);
  } catch {
    return undefined;
  }
};
