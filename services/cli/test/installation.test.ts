import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ERRORS } from '@dome/contracts';
import { expect, test } from 'vitest';

import { installationAt } from '../src/installation.ts';
import { hintAsTyped } from '../src/typed-command.ts';

/** Where a module of the program lies in the product that npm laid down there. */
function installedBelow(folder: string, manifests: readonly string[] = []) {
  const url = pathToFileURL(`${folder}/node_modules/@dome-run/dome/lib/node_modules/@dome/cli/installation.js`);
  return installationAt(url.href, (path) => manifests.includes(path));
}

test('in a clone npm knows the program, and the examples are those of the clone', () => {
  const url = pathToFileURL('/home/ada/dome/services/cli/src/installation.ts').href;
  expect(installationAt(url, () => true)).toEqual({ program: 'npx dome', home: '/home/ada/dome' });
});

test('installed for the machine, the shell knows the program', () => {
  expect(installedBelow('/usr/lib')).toEqual({
    program: 'dome',
    home: '/usr/lib/node_modules/@dome-run/dome',
  });
  for (const folder of ['/home/ada/.local/share/pnpm/global/5', '/home/ada/.bun/install/global'])
    expect(installedBelow(folder, [`${folder}/package.json`])).toMatchObject({ program: 'dome' });
});

test('installed in a project, npm knows the program there', () => {
  expect(installedBelow('/home/ada/shop', ['/home/ada/shop/package.json'])).toMatchObject({ program: 'npx dome' });
});

test('fetched by npx to run once, the program is named by its package', () => {
  const folder = '/home/ada/.npm/_npx/0123456789abcdef';
  expect(installedBelow(folder, [`${folder}/package.json`])).toMatchObject({ program: 'npx @dome-run/dome' });
});

test('the commands of a hint are spelt as they are typed here, and nothing else is changed', () => {
  const hint = 'Start one with `dome dev`, or `dome serve`: dome decides, `domed` runs, `dome` is the program.';
  expect(hintAsTyped(hint, 'npx dome')).toBe(
    'Start one with `npx dome dev`, or `npx dome serve`: dome decides, `domed` runs, `dome` is the program.',
  );
});

test('a page that a hint names is there, from whatever folder it is read', () => {
  const named = Object.values(ERRORS).flatMap(({ hint }) => hintAsTyped(hint).match(/\S*docs\/[\w-]+\.md/g) ?? []);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((page) => !isAbsolute(page) || !existsSync(page))).toEqual([]);
  expect(hintAsTyped('See /srv/docs/law.md.')).toBe('See /srv/docs/law.md.');
});
