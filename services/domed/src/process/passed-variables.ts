// Variables of the daemon's environment that its operator passes to skills: a proxy, a bundle of certificates. They are
// given by name, and the record of every job lists them; a variable that would change the program before its first
// instruction is not a setting.
import { DomeError, LIMITS } from '@dome/contracts';
import { isReserved } from '@dome/skills';

const NAME_PATTERN = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/**
 * The names in a comma-separated list, each once.
 * @throws DomeError CONFIG_INVALID for an invalid name, or one that may not be passed
 */
export function passedNames(list: string): readonly string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > LIMITS.passedVariables) throw refused(list, `names more than ${LIMITS.passedVariables} variables`);
  for (const name of names) {
    if (!NAME_PATTERN.test(name)) throw refused(name, 'is no name of a variable');
    if (isReserved(name)) throw refused(name, 'cannot be passed to skills: it is theirs, or would put code into them');
  }
  return [...new Set(names)].toSorted();
}

function refused(name: string, why: string): DomeError {
  const hint = 'Give names with commas between them, such as HTTPS_PROXY,NO_PROXY,NODE_EXTRA_CA_CERTS.';
  return new DomeError('CONFIG_INVALID', { detail: `DOME_PASS_ENV: ${JSON.stringify(name)} ${why}`, hint });
}
