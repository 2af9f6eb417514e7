// What the form would submit, to be pasted elsewhere.
import { useSignal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';

import { Copy } from '../look/copy.tsx';
import { COPIES, copyText } from '../state/copy-skill.ts';
import type { CopyAs } from '../state/copy-skill.ts';
import type { ChosenSkill } from '../state/run-skill.ts';
import { session } from '../state/session.ts';

interface Copied {
  readonly chosen: Omit<ChosenSkill, 'input'>;
  /** Undefined: what is typed is no JSON. */
  readonly input: ReadonlySignal<Record<string, unknown> | undefined>;
}

export function SkillCopy({ chosen, input: typed }: Copied) {
  const as = useSignal<CopyAs>('dome');
  const input = typed.value;
  const key = useMemo(() => crypto.randomUUID(), [input]);
  const user = session.value?.user ?? '';
  const text = input === undefined ? '' : copyText(as.value, { ...chosen, input }, { user, key });
  return (
    <section class="copy-as" aria-labelledby="copy-as">
      <div class="form-tools">
        <h3 id="copy-as">Copy as</h3>
        {COPIES.map((one) => (
          <button key={one} type="button" aria-pressed={one === as.value} onClick={() => void (as.value = one)}>
            {one}
          </button>
        ))}
        <Copy text={text} what="the run" />
      </div>
      <pre tabIndex={0} aria-label={`The run as ${as.value}`}>
        <code>{text === '' ? 'The input is no JSON yet.' : text}</code>
      </pre>
    </section>
  );
}
