/** A table as text (RFC 4180). */
export function csv(lines: string[][]): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}
