import { existsSync } from 'node:fs';

import { expect, test } from 'vitest';

import { inOwnFolder } from '../contestants/own-folder.ts';
import { programVersion, startProgram } from '../contestants/program-on-path.ts';

const later = async (): Promise<boolean> => false;

test('a folder goes with what kept its files there, and when that does not start', async () => {
  const folders: string[] = [];
  const opened = await inOwnFolder('test', async (folder) => {
    folders.push(folder);
    return { [Symbol.asyncDispose]: async () => expect(existsSync(folder)).toBe(true) };
  });
  expect(existsSync(folders[0] ?? '')).toBe(true);
  await opened[Symbol.asyncDispose]();
  const failed = inOwnFolder('test', async (folder): Promise<AsyncDisposable> => {
    folders.push(folder);
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false]);
});

test('a server that ends before it is ready says its last words', async () => {
  const program = [process.execPath, '-e', 'console.error("the port is taken"); process.exit(3)'];
  await expect(startProgram(program, { isUp: later })).rejects.toThrow('ended before it was ready: the port is taken');
});

test('a server that is not there is named, with the way to get it', async () => {
  await expect(programVersion('no-such-server', 'the package x')).rejects.toThrow(
    'no-such-server is not on PATH (the package x)',
  );
});
