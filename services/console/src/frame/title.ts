// What the tab of the browser says: how much waits for whoever is signed in, and where the page is.
import { effect } from '@preact/signals';

import { route } from '../route/route.ts';
import { mineCount } from '../state/inbox.ts';
import { session } from '../state/session.ts';
import { SCREENS } from './screens.ts';

const NAME = 'Dome';

export function keepTitle(): void {
  effect(() => {
    const [first, ...rest] = route.value.path;
    const screen = SCREENS.find(({ path }) => path === first)?.title;
    const where = session.value === undefined ? [] : [rest.join('/'), screen ?? ''].filter((part) => part !== '');
    const waiting = mineCount.value === 0 ? '' : `(${mineCount.value}) `;
    document.title = `${waiting}${[...where, NAME].join(' · ')}`;
  });
}
