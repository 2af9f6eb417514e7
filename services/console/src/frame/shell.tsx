// What surrounds every screen: where one can go, whether the page is live, and what stands in the way.
import { useLayoutEffect, useRef } from 'preact/hooks';

import { route, routeText } from '../route/route.ts';
import { lastSequence, link, nowMs } from '../state/link.ts';
import { session, signOut } from '../state/session.ts';
import { ageText } from '../look/time.ts';
import { openPalette, Palette } from './palette.tsx';
import { Attention } from './attention.tsx';
import { Banner } from './banner.tsx';
import { Help } from './help.tsx';
import { SCREENS } from './screens.ts';
import { SignIn } from './sign-in.tsx';

export function Shell() {
  if (session.value === undefined) return <SignIn />;
  const [first = 'runs', ...rest] = route.value.path;
  const screen = SCREENS.find(({ path }) => path === first);
  const Show = rest.length > 0 ? (screen?.showOne ?? screen?.show) : screen?.show;
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <TopBar />
      <Side first={first} />
      <main id="main" tabIndex={-1}>
        <Banner />
        <Attention />
        {Show === undefined ? (
          <>
            <h1>There is no such page</h1>
            <p>
              <a href={routeText(['runs'])}>Runs</a>
            </p>
          </>
        ) : (
          <Show />
        )}
      </main>
      <Palette />
      <Help />
    </div>
  );
}

/** By hand, because what stands behind `#` is the address of the screen. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}

/** As the keyboard of whoever reads has it. */
const PALETTE_KEYS = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

function TopBar() {
  return (
    <header class="top">
      <a class="brand" href={routeText(['runs'])}>
        dome
      </a>
      <button class="jump" type="button" onClick={openPalette}>
        Jump to … <kbd>{PALETTE_KEYS}</kbd>
      </button>
      <Live />
      <span class="who">{session.value?.user}</span>
      <button class="quiet-button" type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </header>
  );
}

function Live() {
  const at = link.value;
  const says = at.state === 'away' ? `away ${ageText(nowMs.value - at.sinceMs)}` : at.state;
  return (
    <span class={`live live-${at.state}`} role="status">
      <span aria-hidden="true">{at.state === 'live' ? '●' : '◌'}</span> {says}{' '}
      <span class="seq" title="The last event of RUN_EVENTS that this page has read">
        event {lastSequence.value}
      </span>
    </span>
  );
}

function Side({ first }: { readonly first: string }) {
  const here = SCREENS.find(({ path }) => path === first)?.within ?? first;
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the links are a row that scrolls.
  useLayoutEffect(() => showIn(nav.current, nav.current?.querySelector<HTMLElement>('[aria-current]')), [here]);
  return (
    <nav ref={nav} class="side" aria-label="Screens">
      {SCREENS.filter(({ within }) => within === undefined).map(({ path, title, count }) => (
        <a key={path} href={routeText([path])} aria-current={path === here ? 'page' : undefined}>
          {title}
          {count === undefined || count.value === 0 ? undefined : (
            <span class="count" aria-label={`${count.value} waiting for you`}>
              {count.value}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

/** Scrolls the row alone, and not the page. */
function showIn(row: HTMLElement | null, place: HTMLElement | null | undefined): void {
  if (row === null || place === null || place === undefined) return;
  const before = place.getBoundingClientRect().left - row.getBoundingClientRect().left + row.scrollLeft;
  row.scrollLeft = before - (row.clientWidth - place.clientWidth) / 2;
}
