// A value as it is read: member by member, texts of several lines as they stand, a diff as a diff.
import { isDigest } from '@dome/contracts/portable';

import { counted } from './count.ts';
import { briefOf } from './delta.ts';
import { isDiff } from './diff.ts';
import { DiffView } from './diff-view.tsx';
import { DigestText } from './digest-text.tsx';

/** Tuning: what is longer is read as JSON. */
const ENTRIES_MAX = 200;

interface ValueOf {
  readonly value: unknown;
  /** What is read aloud for a block of it. */
  readonly what: string;
}

export function ValueView({ value, what }: ValueOf) {
  if (typeof value === 'string') return <TextView text={value} what={what} />;
  if (typeof value !== 'object' || value === null) return <code>{String(value)}</code>;
  const entries = Object.entries(value);
  const more = entries.length - ENTRIES_MAX;
  if (entries.length === 0) return <span class="quiet">{Array.isArray(value) ? 'no entries' : 'no members'}</span>;
  return (
    <dl class={Array.isArray(value) ? 'members entries' : 'members'}>
      {entries.slice(0, ENTRIES_MAX).map(([name, one]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <ValueView value={one} what={`${what} ${name}`} />
          </dd>
        </div>
      ))}
      {more > 0 ? (
        <div>
          <dt>…</dt>
          <dd class="quiet">{counted(more, 'more entry', 'more entries')}, in the JSON</dd>
        </div>
      ) : undefined}
    </dl>
  );
}

function TextView({ text, what }: { readonly text: string; readonly what: string }) {
  if (isDigest(text)) return <DigestText digest={text} />;
  if (text === '') return <span class="quiet">an empty text</span>;
  if (isDiff(text)) return <DiffView text={text} what={what} />;
  if (!text.trimEnd().includes('\n')) return <span class="text">{text}</span>;
  return (
    <pre tabIndex={0} aria-label={what}>
      <code>{text}</code>
    </pre>
  );
}

/** A few members in a few characters each; the whole on demand. */
export function BriefValue({ value, what }: ValueOf) {
  const { lines, isWhole } = briefOf(value);
  return (
    <>
      {lines.map(({ name, text }) => (
        <span key={name} class={name === undefined ? undefined : 'brief'}>
          {name === undefined ? undefined : <span class="quiet">{name}: </span>}
          {text}
        </span>
      ))}
      {isWhole ? undefined : (
        <details>
          <summary>all of it</summary>
          <ValueView value={value} what={what} />
        </details>
      )}
    </>
  );
}
