// Checks the input of a skill against the skill's own schema, before a run is stored and before a command is sent, by
// the same check as the daemon's, so that both accept and refuse the same inputs.
import { DomeError } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';

import { compileSchema } from './compile.ts';
import { invalidValue } from './invalid-value.ts';

/**
 * `base` is the place of the input in the reader's document.
 * @throws DomeError INPUT_INVALID with the pointer of the first error in the input; MANIFEST_INVALID when the schema
 * does not compile, which is a bug in the skill.
 */
export function assertSkillInput(
  descriptor: Pick<Descriptor, 'name' | 'version' | 'inputSchema'>,
  input: unknown,
  base = '',
): void {
  const { name, version, inputSchema } = descriptor;
  const skill = `${name}@${version}`;
  const compiled = compileSchema(inputSchema);
  if (!compiled.ok) {
    const { pointer, says, hint } = compiled.defect;
    const detail = `the input schema of ${skill}${pointer === '' ? '' : ` at ${pointer}`} does not compile: ${says}`;
    throw new DomeError('MANIFEST_INVALID', { detail, skill: name, ...(hint === undefined ? {} : { hint }) });
  }
  // The daemon fills in defaults: the input that is sent keeps the digest it was given with.
  const checked = compiled.check(input);
  if (checked.ok) return;
  const hint = `See \`dome skill get ${name}\`.`;
  throw invalidValue({ code: 'INPUT_INVALID', subject: `the input of ${skill}`, base, hint }, checked.fault);
}
