// A diff as it is read: what was added and removed says so by its sign, by its element and by its colour.
import { counted } from './count.ts';
import { diffLines } from './diff.ts';
import type { DiffLine } from './diff.ts';

/** Tuning: more than anybody reads on a page. */
const LINES_MAX = 2_000;

export function DiffView({ text, what }: { readonly text: string; readonly what: string }) {
  const lines = diffLines(text);
  const count = (kind: DiffLine['kind']): number => lines.filter((line) => line.kind === kind).length;
  const more = lines.length - LINES_MAX;
  return (
    <div class="diff">
      <p class="quiet">
        {counted(count('added'), 'line')} added, {count('removed')} removed
        {more > 0 ? `; ${counted(more, 'more line')} not shown here` : ''}
      </p>
      <pre tabIndex={0} aria-label={what}>
        <code>
          {lines.slice(0, LINES_MAX).map((line, at) => (
            <Line key={at} line={line} />
          ))}
        </code>
      </pre>
    </div>
  );
}

function Line({ line: { kind, text } }: { readonly line: DiffLine }) {
  const Tag = kind === 'added' ? 'ins' : kind === 'removed' ? 'del' : 'span';
  return <Tag class={`diff-line diff-${kind}`}>{`${text}\n`}</Tag>;
}
