// The input of a skill against the skill's own schema, before a run is stored and before a command is sent: by the same
// check as the daemon's, so that what is refused here is refused there, and the other way round.
import { DomeError } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';

import { compileSchema } from './compile.ts';
import { invalidValue } from './invalid-value.ts';

/**
 * `base` is where the input stands in what the reader has before them.
 * @throws DomeError INPUT_INVALID with the pointer of the first fault in the input; MANIFEST_INVALID when the schema does
 * not compile, which is a defect of the skill.
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
  // The value with its defaults is the daemon's affair: the input that is sent keeps the digest it was given with.
  const checked = compiled.check(input);
  if (checked.ok) return;
  const hint = `See \`dome skill get ${name}\`.`;
  throw invalidValue({ code: 'INPUT_INVALID', subject: `the input of ${skill}`, base, hint }, checked.fault);
}
