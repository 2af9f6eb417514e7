// Where the page is, as the part of the address behind `#`: `#/runs?state=waiting`. No server has to know the paths, and
// what a person sees can be sent as a link.
import { signal } from '@preact/signals';

export interface Route {
  /** `['runs', 'release-a2b3c4d5']` */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

const HOME = '#/runs';

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = (hash.startsWith('#/') ? hash : HOME).slice(2).split('?');
  return {
    path: path
      .split('/')
      .filter((part) => part !== '')
      .map(decoded),
    query: new URLSearchParams(query),
  };
}

export function routeText(path: readonly string[], query: URLSearchParams = new URLSearchParams()): string {
  const text = query.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

/** A link that somebody cut off leads to what is left of it. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const route = signal<Route>(parseRoute(''));

export function listenToAddress(): void {
  const read = (): void => void (route.value = parseRoute(location.hash));
  addEventListener('hashchange', read);
  read();
}

export function go(path: readonly string[], query?: URLSearchParams): void {
  location.hash = routeText(path, query);
}

/** The round that the address names. */
export function askedRound(): number | undefined {
  const asked = Number(route.value.query.get('iteration') ?? Number.NaN);
  return Number.isInteger(asked) && asked > 0 ? asked : undefined;
}

/** Changes what is shown without a step of the history: a filter that is typed. */
export function refine(changes: Readonly<Record<string, string>>): void {
  const { path, query } = route.value;
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) {
    if (value === '') next.delete(key);
    else next.set(key, value);
  }
  history.replaceState(history.state, '', routeText(path, next));
  route.value = { path, query: next };
}
