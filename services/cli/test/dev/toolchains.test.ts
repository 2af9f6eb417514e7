import { expect, test } from 'vitest';

import { passedToSkills } from '../../src/dev/toolchains.ts';

test('where the tools of the shell live passes to skills, and nothing else of the shell', () => {
  const shell = {
    PATH: '/bin',
    GITHUB_TOKEN: 'secret',
    RUSTUP_HOME: '/usr/local/rustup',
    GOPATH: '',
    JAVA_HOME: '/jdk',
  };
  expect(passedToSkills(shell)).toBe('JAVA_HOME,RUSTUP_HOME');
  expect(passedToSkills({})).toBe('');
});

test('whoever names what passes has the last word', () => {
  expect(passedToSkills({ RUSTUP_HOME: '/usr/local/rustup', DOME_PASS_ENV: 'TZDIR' })).toBe('TZDIR');
  expect(passedToSkills({ RUSTUP_HOME: '/usr/local/rustup', DOME_PASS_ENV: '' })).toBe('');
});
