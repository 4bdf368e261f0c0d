// Unpacks an LZMA file (the format of `xz --format=lzma`), so that the program fits into one file of 400 kB: browsers unpack gzip
// by themselves, and gzip makes it a third larger. The whole output is the dictionary, since it is at hand as a whole.
//
// It is not strict: what was packed is built into the same file. Bytes that are no such file give an error or other bytes, never
// more than the size that they say.

const STATES = 12;
const POSITIONS = 4;
const HALF = 1024;
/** Probabilities, all even to begin with. */
const even = (count: number): Uint16Array => new Uint16Array(count).fill(HALF);

/** Lengths of matches: short, middle and long ones. */
class Lengths {
  readonly choice = even(2);
  readonly low = even(1 << (POSITIONS + 3));
  readonly middle = even(1 << (POSITIONS + 3));
  readonly high = even(256);
}

export function unpack(bytes: Uint8Array): Uint8Array {
  const head = new DataView(bytes.buffer, bytes.byteOffset, 13);
  const properties = head.getUint8(0);
  const literalContext = properties % 9;
  const literalPosition = Math.floor(properties / 9) % 5;
  const positionMask = (1 << Math.floor(properties / 45)) - 1;
  const size = head.getUint32(5, true);
  if (properties >= 225 || head.getUint32(9, true) !== 0 || size > 1 << 26) throw new Error("not packed here");
  const out = new Uint8Array(size);

  // The range decoder: a number within a range, which each bit narrows.
  let at = 14;
  const next = (): number => bytes[at++] ?? 0;
  let range = 0xffffffff;
  let code = 0;
  for (let byte = 0; byte < 4; byte++) code = ((code << 8) | next()) >>> 0;
  const widen = (): void => {
    if (range >= 1 << 24) return;
    range = (range << 8) >>> 0;
    code = ((code << 8) | next()) >>> 0;
  };
  const bit = (probabilities: Uint16Array, index: number): 0 | 1 => {
    const probability = probabilities[index] ?? HALF;
    const bound = (range >>> 11) * probability;
    const one = code >= bound;
    if (one) {
      range -= bound;
      code -= bound;
      probabilities[index] = probability - (probability >> 5);
    } else {
      range = bound;
      probabilities[index] = probability + ((2048 - probability) >> 5);
    }
    widen();
    return one ? 1 : 0;
  };
  const direct = (count: number): number => {
    let value = 0;
    for (let left = count; left > 0; left--) {
      range >>>= 1;
      const one = code >= range ? 1 : 0;
      if (one) code -= range;
      widen();
      value = value * 2 + one;
    }
    return value;
  };
  /** A number of so many bits along a tree that begins at `from`. */
  const tree = (probabilities: Uint16Array, from: number, bits: number): number => {
    let node = 1;
    for (let left = bits; left > 0; left--) node = (node << 1) | bit(probabilities, from + node);
    return node - (1 << bits);
  };
  /** The same, lowest bit first. */
  const reversed = (probabilities: Uint16Array, from: number, bits: number): number => {
    let node = 1;
    let value = 0;
    for (let index = 0; index < bits; index++) {
      const one = bit(probabilities, from + node);
      node = (node << 1) | one;
      value |= one << index;
    }
    return value;
  };
  const length = ({ choice, low, middle, high }: Lengths, position: number): number => {
    if (bit(choice, 0) === 0) return 2 + tree(low, position << 3, 3);
    if (bit(choice, 1) === 0) return 10 + tree(middle, position << 3, 3);
    return 18 + tree(high, 0, 8);
  };

  const literals = even(0x300 << (literalContext + literalPosition));
  const isMatch = even(STATES << POSITIONS);
  const isRepeated = even(STATES);
  const isOlder = [even(STATES), even(STATES), even(STATES)] as const;
  const isLong = even(STATES << POSITIONS);
  const slots = even(4 << 6);
  const special = even(115);
  const aligned = even(16);
  const [matched, repeated] = [new Lengths(), new Lengths()];
  let state = 0;
  let distances: [number, number, number, number] = [0, 0, 0, 0];
  let done = 0;

  const distance = (long: number): number => {
    const slot = tree(slots, Math.min(long - 2, 3) << 6, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return base + reversed(special, base - slot, bits);
    return base + direct(bits - 4) * 16 + reversed(aligned, 0, 4);
  };
  const literal = (): void => {
    const before = done > 0 ? out[done - 1] ?? 0 : 0;
    const context = ((done & ((1 << literalPosition) - 1)) << literalContext) + (before >> (8 - literalContext));
    const from = 0x300 * context;
    let symbol = 1;
    if (state >= 7) {
      // After a match: along the byte that would have gone on with it, as long as it agrees.
      let like = out[done - distances[0] - 1] ?? 0;
      while (symbol < 0x100) {
        const wanted = (like >> 7) & 1;
        like <<= 1;
        const one = bit(literals, from + ((1 + wanted) << 8) + symbol);
        symbol = (symbol << 1) | one;
        if (one !== wanted) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | bit(literals, from + symbol);
    out[done++] = symbol & 0xff;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };

  while (done < size) {
    const position = done & positionMask;
    const here = (state << POSITIONS) + position;
    if (bit(isMatch, here) === 0) {
      literal();
      continue;
    }
    let long: number;
    if (bit(isRepeated, state) === 0) {
      long = length(matched, position);
      state = state < 7 ? 7 : 10;
      distances = [distance(long), distances[0], distances[1], distances[2]];
    } else {
      if (bit(isOlder[0], state) === 0) {
        if (bit(isLong, here) === 0) {
          state = state < 7 ? 9 : 11;
          out[done] = out[done - distances[0] - 1] ?? 0;
          done++;
          continue;
        }
      } else {
        const [first, second, third, fourth] = distances;
        if (bit(isOlder[1], state) === 0) distances = [second, first, third, fourth];
        else if (bit(isOlder[2], state) === 0) distances = [third, first, second, fourth];
        else distances = [fourth, first, second, third];
      }
      long = length(repeated, position);
      state = state < 7 ? 8 : 11;
    }
    const back = distances[0] + 1;
    if (back > done) throw new Error("not packed here");
    for (let left = Math.min(long, size - done); left > 0; left--, done++) out[done] = out[done - back] ?? 0;
  }
  return out;
}
