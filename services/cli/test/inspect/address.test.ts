import { sha256Digest } from '@dome/contracts';
import { expect, test } from 'vitest';

import { artifactAddress, runAddress, taskAddress } from '../../src/inspect/address.ts';

const digest = sha256Digest('package');

test('a task is named with slashes or with spaces, and an iteration behind it', () => {
  expect(runAddress(['@latest'])).toEqual({ run: '@latest' });
  for (const words of [['release-7k3qf/test'], ['release-7k3qf', 'test']]) {
    expect(runAddress(words)).toEqual({ run: 'release-7k3qf', task: 'test' });
  }
  for (const words of [['r/test/2'], ['r', 'test/2'], ['r/test', '2'], ['r', 'test', '2']]) {
    expect(taskAddress(words)).toEqual({ run: 'r', task: 'test', iteration: 2 });
  }
});

test('what names no task, or more than one, is refused with the spelling', () => {
  expect(() => taskAddress(['@latest'])).toThrow('@latest names no task.');
  expect(() => runAddress([])).toThrow('No run is named.');
  expect(() => runAddress(['r/test/2/log'])).toThrow('names more than a task');
  expect(() => runAddress(['r/Test'])).toThrow('"Test" is not the name of a task.');
  for (const iteration of ['0', '21', 'two', '-1']) {
    expect(() => runAddress(['r', 'test', iteration])).toThrow('is not an iteration');
  }
});

test('an artifact is a digest, or a name in a task; the name may hold slashes', () => {
  expect(artifactAddress(digest)).toEqual({ kind: 'digest', digest });
  expect(artifactAddress('r/pack/package')).toEqual({
    kind: 'name',
    name: 'package',
    task: { run: 'r', task: 'pack' },
  });
  expect(artifactAddress('@latest/pack/dist/app.tgz')).toMatchObject({ name: 'dist/app.tgz' });
  expect(artifactAddress('r/pack/2/dist/app.tgz')).toEqual({
    kind: 'name',
    name: 'dist/app.tgz',
    task: { run: 'r', task: 'pack', iteration: 2 },
  });
});

test('an artifact whose name is a number, or begins with one, can be named', () => {
  expect(artifactAddress('r/pack/2')).toMatchObject({ name: '2', task: { run: 'r', task: 'pack' } });
  expect(artifactAddress('r/pack/1/2/x')).toMatchObject({ name: '2/x', task: { iteration: 1 } });
});

test('what is neither is refused', () => {
  for (const text of ['', 'r', 'r/pack', 'r/pack/', 'r//package', 'sha256:12']) {
    expect(() => artifactAddress(text)).toThrow('names no artifact');
  }
});
