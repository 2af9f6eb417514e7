// The files of the console, and what its page needs to know of the installation, as routes of the listener. The page may
// load its own files and nothing else, and speak to the broker that it is told of and to nobody else.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DomeError } from '@dome/contracts';

import { fileAnswer, PAGE_HEADERS } from './file-answer.ts';
import type { HttpAnswer, HttpQuestion, HttpRoute } from './http-listener.ts';

/** What `/config.json` says. */
export interface ConsoleConfig {
  /** Where a browser reaches the broker: `ws://127.0.0.1:8080`, or `wss://…`. */
  readonly websocket: string;
  /** `dev`: the page was opened by `dome dev` on this machine. */
  readonly mode: 'dev' | 'installation';
}

/** Whom a page signs in as that was opened with the right link. */
export interface LinkSession {
  /** 128 bits or more, from the part of the link that no browser sends. */
  readonly token: string;
  readonly user: string;
  readonly password: string;
}

export interface ConsoleSource {
  /** As Vite wrote it: `index.html` beside `assets`. */
  readonly folder: string;
  /** Undefined: the broker does not run yet. */
  readonly config: () => ConsoleConfig | undefined;
  /** Undefined: everybody signs in by the form. */
  readonly session?: () => LinkSession | undefined;
}

const INDEX = 'index.html';
const ASSETS = 'assets';
const STATIC = 'static';

const HOW = 'In a clone it is built by `node scripts/console.ts`; the packages and images carry it.';

/** Where its files lie beside the manifest of the console: in its package, or in a clone where they were built. */
export function consoleFolderBy(manifest: string): string {
  const home = dirname(fileURLToPath(manifest));
  const packed = join(home, STATIC);
  return existsSync(packed) ? packed : join(home, 'dist', STATIC);
}

/** @throws DomeError CONFIG_INVALID where the folder has no console */
export async function consoleRoutes(source: ConsoleSource): Promise<Readonly<Record<string, HttpRoute>>> {
  const { folder, config, session } = source;
  const index = await readFile(join(folder, INDEX)).catch((cause: unknown) => {
    throw new DomeError('CONFIG_INVALID', { detail: `There is no console in ${folder}.`, hint: HOW }, { cause });
  });
  const names = await readdir(join(folder, ASSETS));
  const page: HttpRoute = () => fileAnswer(INDEX, index, { 'content-security-policy': policyFor(config()?.websocket) });
  const assets = await Promise.all(
    names.map(async (name): Promise<[string, HttpRoute]> => {
      const bytes = await readFile(join(folder, ASSETS, name));
      // The name holds a digest of the bytes, so that they never change under it.
      const kept = { 'cache-control': 'public, max-age=31536000, immutable' };
      return [`/${ASSETS}/${name}`, () => fileAnswer(name, bytes, kept)];
    }),
  );
  return {
    '/': page,
    [`/${INDEX}`]: page,
    ...Object.fromEntries(assets),
    '/config.json': () => jsonAnswer(config(), 503),
    ...(session === undefined
      ? {}
      : { '/session': ({ authorization }: HttpQuestion) => sessionAnswer(session(), authorization) }),
  };
}

/** No inline script or style, no other origin, no frame, no form; nothing is evaluated. */
function policyFor(websocket: string | undefined): string {
  const connect = websocket === undefined ? "'self'" : `'self' ${new URL(websocket).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function jsonAnswer(value: object | undefined, otherwise: number): HttpAnswer {
  const status = value === undefined ? otherwise : 200;
  return { status, text: `${JSON.stringify(value ?? {})}\n`, contentType: 'application/json', headers: PAGE_HEADERS };
}

/** The token is of one length and 128 bits: comparing it byte by byte tells nobody what to try next over a network. */
function sessionAnswer(session: LinkSession | undefined, authorization: string | undefined): HttpAnswer {
  const isRight = session !== undefined && authorization === `Bearer ${session.token}`;
  return jsonAnswer(isRight ? { user: session.user, password: session.password } : undefined, 403);
}
