// Loads the catalogue of a daemon, and says what of it is not served and why: nobody else would notice.
import { DomeError } from '@dome/contracts';

import { loadCatalogue } from './catalogue/load.ts';
import type { Catalogue } from './catalogue/load.ts';
import type { DaemonOptions } from './daemon-options.ts';
import type { InstanceFolder } from './workspace/instance-folder.ts';

/** How many files left out of a skill are named in one line of the log. */
const FILES_NAMED_MAX = 20;
const EMPTY_HINT = 'Each skill has a folder of its own in DOME_SKILLS, called like the skill, with its skill.yaml.';

/** @throws DomeError CONFIG_INVALID, which names DOME_SKILLS; UNAVAILABLE when the machine has no space for the skills */
export async function openCatalogue(options: DaemonOptions, folder: InstanceFolder): Promise<Catalogue> {
  const { config, logger, shutdown, readiness } = options;
  const loading = loadCatalogue({ dirs: [config.skillsDir], workDir: folder.path }).catch((cause: unknown) => {
    if (!(cause instanceof DomeError) || cause.code !== 'CONFIG_INVALID') throw cause;
    throw new DomeError('CONFIG_INVALID', { ...cause.fields, detail: `DOME_SKILLS: ${cause.message}` }, { cause });
  });
  // Whatever writes into the folder has ended before it is removed.
  shutdown.use('catalogue', { [Symbol.asyncDispose]: async () => void (await Promise.allSettled([loading])) });
  const catalogue = await loading;
  for (const err of catalogue.refused) logger.error({ err, hint: err.hint }, 'skill refused');
  tellLeftOut(catalogue, logger);
  readiness.check('catalogue', () => emptiness(catalogue, config.skillsDir));
  const lack = emptiness(catalogue, config.skillsDir);
  if (lack !== undefined) logger.warn({ lack, hint: EMPTY_HINT }, 'the catalogue serves nothing');
  return catalogue;
}

function tellLeftOut({ skills }: Catalogue, logger: DaemonOptions['logger']): void {
  for (const { descriptor, leftOut } of skills.all) {
    const { name: skill, version } = descriptor;
    const files = leftOut.slice(0, FILES_NAMED_MAX);
    if (leftOut.length > 0)
      logger.warn(
        { skill, version, files, count: leftOut.length },
        'files that git does not track are no part of the skill: git add them, or ignore them',
      );
  }
}

/** A daemon without a skill waits for nothing: it must be given another catalogue. */
function emptiness({ skills, refused }: Catalogue, dir: string): string | undefined {
  if (skills.names.length > 0) return undefined;
  const reasons = refused.map(({ message }) => message);
  return [`DOME_SKILLS: there is no usable skill in ${dir}.`, ...reasons].join(' ');
}
