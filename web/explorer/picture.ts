// Bars: one for each row, with its label and its number. The same drawing is shown and saved; colours stand in it, so that it is whole
// by itself.

export interface Bar {
  label: string;
  /** How long the bar is; none: the value is missing. */
  size: number | undefined;
  /** The value in words. */
  said: string;
}

export interface Theme {
  text: string;
  soft: string;
  bar: string;
  paper: string;
  line: string;
}

export const LIGHT: Theme = { text: "#1a1a1a", soft: "#4f4f4f", bar: "#0b4a8f", paper: "#ffffff", line: "#c9c9c4" };
export const DARK: Theme = { text: "#ececec", soft: "#b8b8b8", bar: "#8fc1ff", paper: "#161616", line: "#474747" };

const SPACE = "http://www.w3.org/2000/svg";
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

function node(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(SPACE, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

let measure: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string, size: number, weight = 400): number {
  measure ??= document.createElement("canvas").getContext("2d");
  if (!measure) return text.length * size * 0.6;
  measure.font = `${weight} ${size}px ${FONT}`;
  return measure.measureText(text).width;
}

/** As much of a text as has room, with what says that it goes on. */
function fitted(text: string, size: number, room: number): string {
  if (widthOf(text, size) <= room) return text;
  let length = Math.max(1, Math.floor((text.length * room) / widthOf(text, size)));
  while (length > 1 && widthOf(`${text.slice(0, length)}…`, size) > room) length -= 1;
  return `${text.slice(0, length).trimEnd()}…`;
}

/** Lines of words that have room. */
function lines(text: string, size: number, room: number, weight = 400): string[] {
  const made: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = made.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`, size, weight) <= room) made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
  }
  return made;
}

/** The picture, this wide. `head` stands above the bars and `foot` below, where the picture goes away alone. */
export function picture(bars: Bar[], width: number, theme: Theme, name: string, head: string[] = [], foot: string[] = []): SVGSVGElement {
  const svg = node("svg", { xmlns: SPACE, role: "img", "aria-label": name, "font-family": FONT }) as SVGSVGElement;
  const whole = head.length > 0 || foot.length > 0;
  const edge = whole ? 24 : 0;
  const inner = width - 2 * edge;
  const body = node("g", {});
  let top = edge;
  for (const [at, text] of head.entries()) {
    const [size, weight] = at === 0 ? [22, 600] : [15, 400];
    for (const line of lines(text, size, inner, weight)) {
      top += size * 1.3;
      body.append(node("text", { x: edge, y: top - size * 0.3, "font-size": size, "font-weight": weight, fill: at === 0 ? theme.text : theme.soft }, line));
    }
  }
  if (head.length > 0) top += 16;
  const size = 14;
  // On a telephone the label stands above its bar.
  const above = inner < 520;
  const widest = Math.max(...bars.map(({ label }) => widthOf(label, size)));
  const column = above ? 0 : Math.min(inner * 0.4, widest + 12);
  const numbers = Math.max(...bars.map(({ said }) => widthOf(said, size))) + 10;
  const sizes = bars.map((bar) => bar.size ?? 0);
  const [least, most] = [Math.min(0, ...sizes), Math.max(0, ...sizes)];
  const room = Math.max(40, inner - column - numbers);
  const scale = most > least ? room / (most - least) : 0;
  const zero = edge + column - least * scale;
  const step = above ? 46 : 28;
  for (const { label, size: value, said } of bars) {
    const bar = node("g", {});
    bar.append(node("title", {}, `${label}: ${said}`));
    const y = top + (above ? 20 : 4);
    const height = step - (above ? 26 : 8);
    if (above) bar.append(node("text", { x: edge, y: top + 14, "font-size": size, fill: theme.text }, fitted(label, size, inner)));
    else bar.append(node("text", { x: edge + column - 10, y: top + step / 2 + 5, "font-size": size, "text-anchor": "end", fill: theme.text }, fitted(label, size, column - 12)));
    const length = Math.abs(value ?? 0) * scale;
    const left = (value ?? 0) < 0 ? zero - length : zero;
    bar.append(node("rect", { x: left.toFixed(1), y, width: Math.max(value ? 1 : 0, length).toFixed(1), height, fill: theme.bar }));
    bar.append(node("text", { x: (left + length + 6).toFixed(1), y: y + height / 2 + 5, "font-size": size, fill: value === undefined ? theme.soft : theme.text }, said));
    body.append(bar);
    top += step;
  }
  body.append(node("line", { x1: zero.toFixed(1), x2: zero.toFixed(1), y1: top - bars.length * step, y2: top, stroke: theme.line, "stroke-width": 1 }));
  if (foot.length > 0) top += 12;
  for (const text of foot) {
    for (const line of lines(text, 13, inner)) {
      top += 18;
      body.append(node("text", { x: edge, y: top - 4, "font-size": 13, fill: theme.soft }, line));
    }
  }
  const height = Math.ceil(top + edge);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  if (whole) svg.append(node("rect", { width, height, fill: theme.paper }));
  svg.append(body);
  return svg;
}
