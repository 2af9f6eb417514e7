// Text with the colours that a program prints for a terminal. What only moves a cursor has no meaning in a list of lines and
// is left out. Every colour becomes one of the terminal's sixteen, so that the page's own, which are legible on light and
// dark, stand for it. Pure.
export interface AnsiSpan {
  readonly text: string;
  /** Names of classes; empty for plain text. */
  readonly look: string;
}

interface Pen {
  readonly color?: string;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
  readonly isItalic?: boolean;
  readonly isUnderlined?: boolean;
  readonly isInverse?: boolean;
}

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
// oxlint-disable-next-line no-control-regex -- these are the sequences that are read
const SEQUENCE = /\u001b\[([0-9;:?<=>]*)[ -/]*([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]/g;
// oxlint-disable-next-line no-control-regex -- these are the very characters that must go
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

export function ansiSpans(line: string): AnsiSpan[] {
  const text = shownPart(line);
  if (!text.includes('\u001b')) return [{ text: text.replace(CONTROL, ''), look: '' }];
  const spans: AnsiSpan[] = [];
  let pen: Pen = {};
  let at = 0;
  const add = (part: string): void => {
    const clean = part.replace(CONTROL, '');
    if (clean !== '') spans.push({ text: clean, look: lookOf(pen) });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    add(text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') pen = penAfter(pen, match[1] ?? '');
  }
  add(text.slice(at));
  return spans;
}

/** What is searched. */
export const plainText = (line: string): string =>
  line.includes('\u001b') || line.includes('\r')
    ? ansiSpans(line)
        .map(({ text }) => text)
        .join('')
    : line;

/** A program that draws over its line shows what it drew last. */
function shownPart(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf('\r') + 1);
}

function penAfter(pen: Pen, parameters: string): Pen {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = pen;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { color, length } = extended(codes.slice(at + 1));
      if (code === 38 && color !== undefined) next = { ...next, color };
      at += length;
    } else next = styled(next, code);
  }
  return next;
}

function styled({ color, ...pen }: Pen, code: number): Pen {
  const kept = color === undefined ? pen : { ...pen, color };
  switch (code) {
    case 0:
      return {};
    case 1:
      return { ...kept, isBold: true };
    case 2:
      return { ...kept, isDim: true };
    case 3:
      return { ...kept, isItalic: true };
    case 4:
      return { ...kept, isUnderlined: true };
    case 7:
      return { ...kept, isInverse: true };
    case 22:
      return { ...kept, isBold: false, isDim: false };
    case 23:
      return { ...kept, isItalic: false };
    case 24:
      return { ...kept, isUnderlined: false };
    case 27:
      return { ...kept, isInverse: false };
    case 39:
      return pen;
    default: {
      const name =
        code >= 30 && code <= 37 ? NAMES[code - 30] : code >= 90 && code <= 97 ? NAMES[code - 90] : undefined;
      return name === undefined ? kept : { ...kept, color: name };
    }
  }
}

/** The colour behind 38 or 48, and how many numbers it takes. */
function extended([kind, first = 0, ...rest]: readonly number[]): { color?: string; length: number } {
  if (kind === 5) return { color: indexed(first), length: 2 };
  if (kind === 2) return { color: nearest(first, rest[0] ?? 0, rest[1] ?? 0), length: 4 };
  return { length: 0 };
}

/** Of the 256: sixteen names, a cube of 6 × 6 × 6, and greys. */
function indexed(index: number): string {
  if (index < 16) return NAMES[index % 8] ?? 'white';
  if (index >= 232) return index < 244 ? 'black' : 'white';
  const at = index - 16;
  return nearest(Math.floor(at / 36) * 51, (Math.floor(at / 6) % 6) * 51, (at % 6) * 51);
}

function nearest(red: number, green: number, blue: number): string {
  const most = Math.max(red, green, blue);
  const bits = [red, green, blue].reduce((sum, part, bit) => sum + (most > 0 && part > most * 0.6 ? 1 << bit : 0), 0);
  return (most < 64 ? 'black' : NAMES[bits]) ?? 'white';
}

function lookOf({ color, isBold, isDim, isItalic, isUnderlined, isInverse }: Pen): string {
  return [
    color === undefined ? '' : `ansi-${color}`,
    isBold === true ? 'ansi-bold' : '',
    isDim === true ? 'ansi-dim' : '',
    isItalic === true ? 'ansi-italic' : '',
    isUnderlined === true ? 'ansi-underline' : '',
    isInverse === true ? 'ansi-inverse' : '',
  ]
    .filter((name) => name !== '')
    .join(' ');
}

/** The spans, cut so that what is found stands in spans of its own. */
export function markFound(spans: readonly AnsiSpan[], needle: string): (AnsiSpan & { readonly isFound: boolean })[] {
  const whole = spans.map(({ text }) => text).join('');
  const cuts = foundIn(whole, needle);
  let at = 0;
  return spans.flatMap(({ text, look }) => {
    const [from, to] = [at, at + text.length];
    at = to;
    const edges = [
      from,
      ...cuts.flatMap(([start, end]) => [start, end]).filter((edge) => edge > from && edge < to),
      to,
    ];
    return edges.slice(0, -1).map((edge, index) => ({
      text: whole.slice(edge, edges[index + 1]),
      look,
      isFound: cuts.some(([start, end]) => edge >= start && edge < end),
    }));
  });
}

function foundIn(text: string, needle: string): [from: number, to: number][] {
  const found: [number, number][] = [];
  if (needle === '') return found;
  const low = text.toLowerCase();
  const wanted = needle.toLowerCase();
  for (let at = low.indexOf(wanted); at !== -1; at = low.indexOf(wanted, at + wanted.length))
    found.push([at, at + wanted.length]);
  return found;
}
