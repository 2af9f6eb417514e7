// The files of a skill as its archive holds them: what the manifest names must be there once the archive is unpacked. Pure.
import type { ArchiveEntry } from '@dome/archive';
import type { SkillManifest } from '@dome/contracts';

import type { SkillFault } from './skill-fault.ts';

export type SkillFiles = ReadonlyMap<string, ArchiveEntry>;

type PlainFile = Extract<ArchiveEntry, { kind: 'file' }>;

export function* fileFaults({ runs, docs, examples = [] }: SkillManifest, files: SkillFiles): Generator<SkillFault> {
  if (docs !== undefined && fileAt(files, docs) === undefined) yield noFile('/docs', docs);
  if (runs.using === 'node' && runs.main !== undefined && fileAt(files, runs.main) === undefined)
    yield noFile('/runs/main', runs.main);
  if (runs.using === 'process') yield* commandFaults(runs.command ?? [], files);
  for (const [index, { workspace }] of examples.entries())
    if (workspace !== undefined && !isFolderAt(files, workspace))
      yield {
        pointer: `/examples/${index}/workspace`,
        message: `${workspace} is not a folder of the skill`,
        hint: TRACKED,
      };
}

/** An argument of the command that names a file in the folder of the skill. */
export function isOwnFile(word: string): boolean {
  return word.startsWith('./');
}

function* commandFaults(command: readonly string[], files: SkillFiles): Generator<SkillFault> {
  for (const [index, word] of command.entries()) {
    if (!isOwnFile(word)) continue;
    const pointer = `/runs/command/${index}`;
    const file = word.split('/').includes('..') ? undefined : fileAt(files, word);
    if (file === undefined) yield noFile(pointer, word);
    else if (index === 0 && !file.isExecutable)
      yield {
        pointer,
        message: `${word} is not executable`,
        hint: `chmod +x ${word}, and git add it; or name its interpreter first: [bash, ${word}].`,
      };
  }
}

const TRACKED = 'Only files that git tracks belong to a skill.';

function noFile(pointer: string, path: string): SkillFault {
  return { pointer, message: `${path} is not a file of the skill`, hint: TRACKED };
}

/** The file that the path leads to when the archive is unpacked, through links as the system follows them. */
export function fileAt(files: SkillFiles, path: string): PlainFile | undefined {
  const place = follow(files, path);
  return place?.entry?.kind === 'file' ? place.entry : undefined;
}

function isFolderAt(files: SkillFiles, path: string): boolean {
  const place = follow(files, path);
  return place !== undefined && place.entry === undefined;
}

/** As many as the system follows before it sees a circle. */
const LINKS_MAX = 40;

/** Where the path ends, inside the archive; undefined if it leaves it, leads to nothing, or never ends. */
function follow(files: SkillFiles, path: string): { readonly at: string; readonly entry?: PlainFile } | undefined {
  const ahead = path.split('/');
  const behind: string[] = [];
  let links = 0;
  for (let step = ahead.shift(); step !== undefined; step = ahead.shift()) {
    if (step === '' || step === '.') continue;
    if (step === '..') {
      if (behind.pop() === undefined) return undefined;
      continue;
    }
    const entry = files.get([...behind, step].join('/'));
    if (entry?.kind === 'link') {
      links += 1;
      if (links > LINKS_MAX) return undefined;
      ahead.unshift(...entry.target.split('/'));
      continue;
    }
    behind.push(step);
    if (entry === undefined) {
      // A folder is there because of what it holds.
      const folder = `${behind.join('/')}/`;
      if (![...files.keys()].some((name) => name.startsWith(folder))) return undefined;
      continue;
    }
    return ahead.length === 0 ? { at: behind.join('/'), entry } : undefined;
  }
  return { at: behind.join('/') };
}
