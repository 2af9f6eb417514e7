import { signal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';

const isOpen = signal(false);

export const openHelp = (): void => void (isOpen.value = true);

const KEYS = [
  ['⌘K or Ctrl-K', 'jump to a screen or a run'],
  ['j, k', 'next and previous row'],
  ['Enter', 'open the row'],
  ['/', 'filter'],
  ['g r, g f, g s, g e', 'runs, fleet, skills, events'],
  ['?', 'these keys'],
] as const;

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    if (isOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  });
  return (
    <dialog ref={dialog} class="help" aria-labelledby="keys" onClose={() => void (isOpen.value = false)}>
      <h2 id="keys">Keys</h2>
      <dl>
        {KEYS.map(([key, says]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
