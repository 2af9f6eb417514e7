import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where `nats` keeps its contexts. */
export function natsFolder(env: Environment): string {
  return join(env['XDG_CONFIG_HOME'] || join(home(env), '.config'), 'nats');
}

/** Where a running development stack says how it is reached. */
export function stacksFolder(env: Environment): string {
  return join(env['XDG_STATE_HOME'] || join(home(env), '.local', 'state'), 'dome', 'dev');
}

/** Where compiled code is kept between two starts. */
export function compiledFolder(env: Environment): string {
  return join(env['XDG_CACHE_HOME'] || join(home(env), '.cache'), 'dome', 'compiled');
}

function home(env: Environment): string {
  return env['HOME'] || env['USERPROFILE'] || '.';
}
