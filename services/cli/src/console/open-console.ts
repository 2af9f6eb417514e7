// The console's files and the documentation's, served to the browsers of this machine. The console's link signs in whoever opens it: the token is in the part
// that no browser sends, the page drops it from the address bar, and it ends with this process.
import { randomBytes } from 'node:crypto';

import { consoleRoutes, listenHttp, SITE_PATH, siteRoutes } from '@dome/runtime';
import type { ConsoleConfig } from '@dome/runtime';

import { consoleFolder } from './console-folder.ts';
import { siteFolder } from './site-folder.ts';

export interface ConsoleLogin {
  readonly user: string;
  readonly password: string;
}

export interface OpenConsole extends AsyncDisposable {
  /** Pages come from these: the broker need not let any other connect. */
  readonly origins: readonly string[];
  /** The documentation; undefined where none was built. */
  readonly documents: string | undefined;
  /** Where the broker is, once it runs. @returns the link, which signs in if there is a login */
  show(config: ConsoleConfig, login?: ConsoleLogin): string;
}

const HOST = '127.0.0.1';
const PORT_DEFAULT = 4_280;
const TOKEN_BYTES = 24;
const silent = { info: () => undefined, error: () => undefined };

/** @param port absent: 4280, or a free one. @throws DomeError CONFIG_INVALID for a port that is taken, UNAVAILABLE */
export async function openConsole(port?: number): Promise<OpenConsole> {
  let shown: { readonly config: ConsoleConfig; readonly login: ConsoleLogin | undefined } | undefined;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const routes = await consoleRoutes({
    folder: await consoleFolder(),
    config: () => shown?.config,
    session: () => (shown?.login === undefined ? undefined : { ...shown.login, token }),
  });
  const site = await siteRoutes(siteFolder());
  const listen = (at: number) =>
    listenHttp({
      address: { host: HOST, port: at },
      variable: '--ui-port',
      routes: { ...routes, ...site },
      logger: silent,
    });
  const listener = port === undefined ? await listen(PORT_DEFAULT).catch(() => listen(0)) : await listen(port);
  const taken = new URL(`http://${listener.address}`).port;
  return {
    origins: [`http://${HOST}:${taken}`, `http://localhost:${taken}`],
    documents: Object.keys(site).length === 0 ? undefined : `http://${HOST}:${taken}${SITE_PATH}`,
    show: (config, login) => {
      shown = { config, login };
      return `http://${HOST}:${taken}/${login === undefined ? '' : `#signin=${token}`}`;
    },
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}
