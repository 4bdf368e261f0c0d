// Bytes as text for a script element: five characters for four bytes, none of which means anything in HTML or in a script.

/** 85 characters of ASCII, without quotes, `<`, `>`, `&`, `\` and the like. */
const ALPHABET = [...Array(94).keys()].map((at) => String.fromCharCode(33 + at)).filter((one) => !"\"'<>&\\`".includes(one)).slice(0, 85).join("");

/** @param {Uint8Array} bytes @returns {string} */
export function toText(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    let value = 0;
    for (let byte = 0; byte < 4; byte++) value = value * 256 + (bytes[at + byte] ?? 0);
    let five = "";
    for (let digit = 0; digit < 5; digit++) {
      five = ALPHABET[value % 85] + five;
      value = Math.floor(value / 85);
    }
    text += five;
  }
  return text;
}

/** What {@link toText} was given, and up to three zeros behind it. @param {string} text @returns {Uint8Array} */
export function toBytes(text) {
  const bytes = new Uint8Array((text.length / 5) * 4);
  const digits = new Map([...ALPHABET].map((one, at) => [one, at]));
  for (let at = 0, to = 0; at + 5 <= text.length; at += 5, to += 4) {
    let value = 0;
    for (let digit = 0; digit < 5; digit++) value = value * 85 + (digits.get(text[at + digit]) ?? 0);
    new DataView(bytes.buffer).setUint32(to, value);
  }
  return bytes;
}
