// ⌘K: jump to a screen or a run by typing a part of its name.
import { computed, signal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';

import { go, route } from '../route/route.ts';
import { knownRuns, runs } from '../state/run-store.ts';
import { SCREENS } from './screens.ts';

const MOST = 12;
const typed = signal('');
const chosen = signal(0);
const isOpen = signal(false);

export function openPalette(): void {
  typed.value = '';
  chosen.value = 0;
  isOpen.value = true;
}

interface Place {
  readonly name: string;
  readonly says: string;
  readonly path: readonly string[];
}

const places = computed((): Place[] => {
  const words = typed.value.toLowerCase().split(/\s+/);
  const all = [
    ...SCREENS.filter(({ within }) => within === undefined).map(({ path, title }) => ({
      name: title,
      says: 'screen',
      path: [path],
    })),
    ...knownRuns.value.map(({ summary }) => ({
      name: summary.runId,
      says: summary.plan,
      path: ['runs', summary.runId],
    })),
  ];
  return [...tasksHere(), ...all]
    .filter(({ name, says }) => words.every((word) => `${name} ${says}`.toLowerCase().includes(word)))
    .slice(0, MOST);
});

/** Those of the run that is shown. */
function tasksHere(): Place[] {
  const [, runId = ''] = route.value.path;
  const state = runs.value.get(runId)?.state;
  return [...(state?.lock.keys() ?? [])].map((taskId) => ({
    name: taskId,
    says: `task of ${runId}`,
    path: ['runs', runId, 'tasks', taskId],
  }));
}

export function Palette() {
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    if (isOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  });
  const leave = (): void => void (isOpen.value = false);
  const take = (place: Place | undefined): void => {
    leave();
    if (place !== undefined) go(place.path);
  };
  return (
    <dialog ref={dialog} class="palette" aria-label="Jump to" onClose={leave}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="places"
        aria-label="Jump to a screen or a run"
        placeholder="A screen or a run"
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          chosen.value = 0;
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') chosen.value = Math.min(places.value.length - 1, chosen.value + 1);
          else if (event.key === 'ArrowUp') chosen.value = Math.max(0, chosen.value - 1);
          else if (event.key === 'Enter') take(places.value[chosen.value]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id="places" role="listbox" aria-label="Places">
        {places.value.map((place, at) => (
          <li key={place.name} role="option" aria-selected={at === chosen.value} onClick={() => take(place)}>
            {place.name} <small>{place.says}</small>
          </li>
        ))}
      </ul>
    </dialog>
  );
}
