// What the console's bundle takes of the broker's client. Its modules are of a kind that nothing can be shaken out of, so what a
// page never runs is left out here by name: a name that is missing below fails the build.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Plugin } from 'vite';

/** Where the client defines each name that the console and its libraries import of it. */
const CLIENT: Readonly<Record<string, readonly string[]>> = {
  authenticator: ['credsAuthenticator'],
  core: ['createInbox'],
  errors: [
    'AuthorizationError',
    'NoRespondersError',
    'PermissionViolationError',
    'RequestError',
    'TimeoutError',
    'UserAuthenticationExpiredError',
  ],
  headers: ['headers', 'MsgHdrsImpl'],
  ws_transport: ['wsconnect'],
};

/** Where the keys of the client define what it calls of them. */
const KEYS: Readonly<Record<string, readonly string[]>> = { nkeys: ['fromSeed'], util: ['encode'] };

/** Keys that encrypt: the broker asks for none at sign-in. */
const CURVE = /nkeys\/lib\/curve\.js$/;

/** @param root the folder of the repository */
export function consoleParts(root: string): Plugin {
  const client = createRequire(join(root, 'services', 'console', 'package.json')).resolve('@nats-io/nats-core');
  const keys = createRequire(client).resolve('@nats-io/nkeys');
  const signing = JSON.stringify(join(root, 'services', 'console', 'src', 'nats', 'ed25519.ts'));
  const entries = new Map([
    ['@nats-io/nats-core', entryOf(dirname(client), CLIENT)],
    ['@nats-io/nkeys', entryOf(dirname(keys), KEYS)],
    ['tweetnacl', `export { ed25519 as default } from ${signing};\n`],
  ]);
  return {
    name: 'console-parts',
    enforce: 'pre',
    resolveId: (id) => (entries.has(id) ? `\0${id}` : undefined),
    load: (id) => (CURVE.test(id) ? 'exports.CurveKP = undefined;' : entries.get(id.slice(1))),
  };
}

function entryOf(folder: string, parts: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(parts)
    .map(([file, names]) => `export { ${names.join(', ')} } from ${JSON.stringify(join(folder, `${file}.js`))};\n`)
    .join('');
}
