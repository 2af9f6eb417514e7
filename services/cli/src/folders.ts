import { join, resolve } from 'node:path';

import type { ProcessEnvironment } from '@dome/runtime';

/** Where `nats` keeps its contexts. */
export function natsFolder(env: ProcessEnvironment): string {
  return join(configFolder(env), 'nats');
}

/** Where a running development stack publishes how to reach it. */
export function stacksFolder(env: ProcessEnvironment): string {
  return join(stateFolder(env), 'dev');
}

/** Where a stack works. Many systems clean up temporary folders; nobody cleans this one while the stack runs. */
export function workFolder(env: ProcessEnvironment): string {
  return join(stateFolder(env), 'run');
}

/** Where skills are tried that no stack runs. */
export function trialsFolder(env: ProcessEnvironment): string {
  return join(stateFolder(env), 'trials');
}

function stateFolder(env: ProcessEnvironment): string {
  return join(env['XDG_STATE_HOME'] || join(homeFolder(env), '.local', 'state'), 'dome');
}

/** Where compiled code is kept between two starts. */
export function compiledFolder(env: ProcessEnvironment): string {
  return join(env['XDG_CACHE_HOME'] || join(homeFolder(env), '.cache'), 'dome', 'compiled');
}

function configFolder(env: ProcessEnvironment): string {
  return env['XDG_CONFIG_HOME'] || join(homeFolder(env), '.config');
}

export function homeFolder(env: ProcessEnvironment): string {
  return env['HOME'] || env['USERPROFILE'] || '.';
}

/** Where a person keeps the settings of this program. */
export function settingsFolder(env: ProcessEnvironment): string {
  return join(configFolder(env), 'dome');
}

/** A path as somebody writes it in a file, with `~` for the home folder. */
export function pathFrom(folder: string, text: string, env: ProcessEnvironment): string {
  const path = text === '~' || text.startsWith('~/') ? join(homeFolder(env), text.slice(1)) : text;
  return resolve(folder, path);
}
