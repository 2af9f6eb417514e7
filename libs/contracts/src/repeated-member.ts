// JSON in which an object repeats a member means different things to different parsers: most take the last, silently. A
// decision based on such a text would be based on something that its writer did not see.
import { escapeSegment } from './json-pointer.ts';

interface Container {
  /** The names that an object has had so far; an array has none. */
  readonly names: Set<string> | undefined;
  /** Which member, or item, is being read. */
  at: string;
}

/** JSON pointer of the first repeated member of an object, in a text that is valid JSON; it takes linear time. */
export function repeatedMember(text: string): string | undefined {
  const open: Container[] = [];
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        const inside = open.at(-1);
        if (inside?.names !== undefined && isName(text, end)) {
          inside.at = nameOf(text.slice(at, end));
          if (inside.names.has(inside.at)) return open.map((container) => `/${escapeSegment(container.at)}`).join('');
          inside.names.add(inside.at);
        }
        at = end - 1;
        break;
      }
      case '{':
        open.push({ names: new Set(), at: '' });
        break;
      case '[':
        open.push({ names: undefined, at: '0' });
        break;
      case ',': {
        const inside = open.at(-1);
        if (inside !== undefined && inside.names === undefined) inside.at = String(Number(inside.at) + 1);
        break;
      }
      case '}':
      case ']':
        open.pop();
        break;
      default:
    }
  }
  return undefined;
}

/** After the closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** Of the strings in an object only a name is followed by a colon. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return text[at] === ':';
}

function nameOf(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}
