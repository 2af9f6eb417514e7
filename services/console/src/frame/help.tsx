import { signal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';

import { SCREENS } from './screens.ts';

const isOpen = signal(false);

export const openHelp = (): void => void (isOpen.value = true);

const keysShown = (): (readonly [string, string])[] => [
  ['⌘K or Ctrl-K', 'jump to a screen or a run'],
  ['j, k', 'next and previous row'],
  ['Enter', 'open the row'],
  ['/', 'filter'],
  ...SCREENS.filter(({ key }) => key !== '').map(({ key, title }) => [`g ${key}`, title.toLowerCase()] as const),
  ['v', 'the vote, on the sheet of a gate'],
  ['?', 'these keys'],
];

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
        {keysShown().map(([key, says]) => (
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
