// What a form's checks say of figures, before anything is signed. The language is that of `election`'s expressions with
// their sums written out, and a test holds the answers against those of the crate.

/** A text in both languages. */
export interface Both {
  id: string;
  en: string;
}

export interface Check {
  id: string;
  /** Whether a sheet on which it fails is a conflict. */
  hard: boolean;
  /** For example `votes.1 + votes.2 = valid`. */
  rule: string;
  /** The fields it is about. */
  fields: string[];
  text: Both;
}

/** `left` and `right` are the sides' values where every field has a figure. */
export type Outcome =
  | { says: "holds"; left: bigint; right: bigint }
  | { says: "fails"; left: bigint; right: bigint }
  | { says: "undecided" };

type Values = Record<string, number | undefined>;

/** What a check says of these figures; a field that is not among them is unread. */
export function judge(rule: string, values: Values): Outcome {
  const parser = new Parser(rule, values);
  const left = parser.side();
  const relation = parser.next();
  const right = parser.side();
  parser.end();
  if (left === undefined || right === undefined) return { says: "undecided" };
  const holds = relation === "=" ? left === right : relation === "<=" ? left <= right : left >= right;
  return { says: holds ? "holds" : "fails", left, right };
}


/** Whole numbers of any size; `undefined` as soon as a field is unread. */
type Number = bigint | undefined;

class Parser {
  readonly #tokens: string[];
  #at = 0;

  constructor(readonly rule: string, readonly values: Values) {
    // A hyphen between letters belongs to a name, so a minus has spaces around it.
    this.#tokens = rule.match(/\d+|[a-z](?:[\w.]|-(?=\w))*|<=|>=|[=+\-*/()]/g) ?? [];
  }

  next(): string {
    return this.#tokens[this.#at++] ?? this.#wrong();
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#wrong();
  }

  side(): Number {
    let sum = this.#term();
    for (;;) {
      if (this.#take("+")) sum = both(sum, this.#term(), (a, b) => a + b);
      else if (this.#take("-")) sum = both(sum, this.#term(), (a, b) => a - b);
      else return sum;
    }
  }

  #term(): Number {
    let product = this.#factor();
    while (this.#take("*")) product = both(product, this.#factor(), (a, b) => a * b);
    return product;
  }

  #factor(): Number {
    const token = this.next();
    if (/^\d/.test(token)) return BigInt(token);
    if (token === "(") return this.#closed(this.side());
    if (token === "ceil" && this.#take("(")) {
      const dividend = this.side();
      if (!this.#take("/")) this.#wrong();
      return this.#closed(both(dividend, this.#factor(), roundedUp));
    }
    if (!/^[a-z]/.test(token)) this.#wrong();
    const value = this.values[token];
    return value === undefined ? undefined : BigInt(value);
  }

  #closed(value: Number): Number {
    return this.#take(")") ? value : this.#wrong();
  }

  #take(token: string): boolean {
    const there = this.#tokens[this.#at] === token;
    if (there) this.#at += 1;
    return there;
  }

  #wrong(): never {
    throw new Error(`a check that can't be read: ${this.rule}`);
  }
}

function both(a: Number, b: Number, make: (a: bigint, b: bigint) => bigint): Number {
  return a === undefined || b === undefined ? undefined : make(a, b);
}

/** Division towards the larger number; the divisor is positive. */
function roundedUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return quotient * divisor < dividend ? quotient + 1n : quotient;
}
