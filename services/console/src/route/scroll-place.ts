// Where each page was scrolled to. A page that is new begins at its top; whoever goes back or forward finds the place that they
// left. A browser does that for pages that it loads, and not for those that a script draws.
import { parseRoute } from './route.ts';

/** By the name that its entry of the history carries. */
const places = new Map<string, number>();
let here = '';
let path = '';

export function keepPlaces(): void {
  history.scrollRestoration = 'manual';
  arrive(scrollY);
  addEventListener('scroll', () => void places.set(here, scrollY), { passive: true });
  addEventListener('hashchange', () => {
    const before = path;
    path = parseRoute(location.hash).path.join('/');
    // Another round or filter of the same page leaves it where it is.
    const top = arrive(path === before ? scrollY : 0);
    // It is drawn in the meantime.
    requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(0, top)));
  });
}

/** @returns where this entry was left, or `top` for one that nobody was at yet */
function arrive(top: number): number {
  const known: unknown = history.state;
  here = typeof known === 'string' ? known : `${performance.timeOrigin} ${places.size}`;
  if (known !== here) history.replaceState(here, '');
  const left = places.get(here) ?? top;
  places.set(here, left);
  return left;
}
