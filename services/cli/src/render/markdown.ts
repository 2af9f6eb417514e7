// Markdown of a skill's summary, as far as a terminal can show it. Whatever else the text holds stays as it is.
import { harmless } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';

const BULLET = '•';

export function markdownLines(text: string, paint: Paint): string[] {
  let isCode = false;
  return harmless(text)
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      if (/^\s*(```|~~~)/.test(line)) {
        isCode = !isCode;
        return [];
      }
      return [isCode ? paint('cyan', `  ${line}`) : proseLine(line.trimEnd(), paint)];
    });
}

function proseLine(line: string, paint: Paint): string {
  const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
  if (heading !== undefined)
    return paint(
      'bold',
      spans(heading, (_, text) => text),
    );
  const [, indent = '', item] = /^(\s*)[-*+]\s+(.*)$/.exec(line) ?? [];
  if (item !== undefined) return `${indent}${BULLET} ${spans(item, paint)}`;
  const [, quote] = /^>\s?(.*)$/.exec(line) ?? [];
  return quote === undefined ? spans(line, paint) : paint('gray', `│ ${quote}`);
}

/** Code, bold text, images and links; what stands between backticks is left alone. */
function spans(line: string, paint: Paint): string {
  return line
    .split(/(`[^`]+`)/)
    .map((part) => {
      if (/^`[^`]+`$/.test(part)) return paint('cyan', part.slice(1, -1));
      return part
        .replaceAll(/!?\[([^\]]*)\]\(([^)\s]+)\)/g, (_, label: string, target: string) =>
          label === '' || label === target ? target : `${label} (${target})`,
        )
        .replaceAll(/\*\*([^*\s](?:[^*]*[^*\s])?)\*\*/g, (_, bold: string) => paint('bold', bold));
    })
    .join('');
}
