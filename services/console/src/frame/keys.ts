// Keys for those who leave the mouse alone: `⌘K`, `/`, `j`, `k`, `g` and a letter, `v`, `?`. Enter is the browser's own.
import { go } from '../route/route.ts';
import { openHelp } from './help.tsx';
import { openPalette } from './palette.tsx';
import { SCREENS } from './screens.ts';

export function listenToKeys(): void {
  let before = '';
  addEventListener('keydown', (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    const { key } = event;
    const screen = before === 'g' ? SCREENS.find((one) => one.key === key) : undefined;
    before = key;
    if (screen !== undefined) go([screen.path]);
    else if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1);
    else if (key === '?') openHelp();
    else if (key === 'v') document.querySelector<HTMLElement>('[data-vote]')?.focus();
    else if (key === '/') document.querySelector<HTMLElement>('[data-search]')?.focus();
    else return;
    event.preventDefault();
  });
}

/** Along the rows of the screen, from the one that has the focus. */
function move(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by));
  rows[next]?.focus();
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
