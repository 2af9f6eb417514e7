// What nats-server keeps of a password: a bcrypt hash, so that its configuration holds none.
import { DomeError } from '@dome/contracts';
import { compareSync, hashSync, truncates } from 'bcryptjs';

/** A hash that people could have chosen the password of is made costly to guess; the server pays that at each login. */
const COST_OF_CHOSEN = 11;
/** Nobody guesses a long random text, however quickly a guess is tried: the least cost there is. */
const COST_OF_DRAWN = 4;
const DRAWN_LENGTH_MIN = 32;

/**
 * @param hashes those that the configuration has already; one that fits stays, so that only what changed differs
 * @throws DomeError CONFIG_INVALID for a password that bcrypt would cut short
 */
export function hashOf(user: string, password: string, hashes: ReadonlyMap<string, string>): string {
  if (truncates(password)) throw unusable(user, 'longer than 72 bytes, of which nats-server would compare the first');
  if (password === '') throw unusable(user, 'empty');
  const before = hashes.get(user);
  if (before !== undefined && compareSync(password, before)) return before;
  return hashSync(password, password.length >= DRAWN_LENGTH_MIN ? COST_OF_DRAWN : COST_OF_CHOSEN);
}

function unusable(user: string, why: string): DomeError {
  return new DomeError('CONFIG_INVALID', { detail: `The password of ${user} is ${why}.` });
}

/** The hashes in accounts that were rendered before, by user. */
export function hashesIn(config: string): ReadonlyMap<string, string> {
  const found = config.matchAll(/\buser: "?(?<user>[\w-]+)"?, password: "(?<hash>\$2[aby]\$\d\d\$[^"]{53})"/g);
  return new Map([...found].map(({ groups: { user = '', hash = '' } = {} }) => [user, hash]));
}
