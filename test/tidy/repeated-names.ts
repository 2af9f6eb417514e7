// One concept has one name, and one name means one concept: what a module exports is declared in no other module.
import { parseSync } from 'oxc-parser';

import type { Complaint, TextFile } from './documents.ts';

/** Tests and their support repeat names freely; an example shows a program of its own. */
const JUDGED = /^(?:libs|services|scripts)\/(?:[^/]+\/)*[^/]+\.(?:ts|mjs)$|^examples\/demo\/src\//;
const TEST = /(?:^|\/)test\//;

/**
 * Names that two modules export on purpose, each with its reason. One that is exported once must go from the list.
 * @returns one complaint for each module after the first
 */
export function repeatedNameComplaints(
  files: readonly TextFile[],
  reasons: Readonly<Record<string, string>>,
): Complaint[] {
  const homes = new Map<string, string[]>();
  for (const file of files.filter(({ path }) => JUDGED.test(path) && !TEST.test(path))) {
    for (const { name, line } of exportedDeclarations(file))
      homes.set(name, [...(homes.get(name) ?? []), `${file.path}:${line}`]);
  }
  const repeated = [...homes].filter(([name, { length }]) => length > 1 && !Object.hasOwn(reasons, name));
  const idle = Object.keys(reasons).filter((name) => (homes.get(name)?.length ?? 0) < 2);
  return [
    ...repeated.flatMap(([name, [first, ...others]]) =>
      others.map((at) => `${at}: ${name} is exported by ${first}, too: share it, or name this one for what it is`),
    ),
    ...idle.map((name) => `${name} is exported once: it needs no reason`),
  ];
}

/** What is declared here; passing on another module's declaration repeats nothing. */
function exportedDeclarations({ path, text }: TextFile): { name: string; line: number }[] {
  return parseSync(path, text).module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap(({ exportName, moduleRequest }) => {
      const { name } = exportName;
      return moduleRequest === null && name !== null ? [{ name, line: text.slice(0, start).split('\n').length }] : [];
    }),
  );
}
