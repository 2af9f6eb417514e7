// The secrets of a daemon as its operator keeps them: a folder, in which another one has those for rehearsals.
import { join } from 'node:path';

import { REHEARSAL_ENVIRONMENT } from '@dome/contracts';

import { folderOfSecrets, openFolderOfSecrets } from './folder.ts';
import { noSecrets } from './provider.ts';
import { createSkillSecrets } from './skill-secrets.ts';
import type { SkillSecrets } from './skill-secrets.ts';

interface SecretPlaces {
  readonly secretsDir: string | undefined;
  readonly workDir: string;
}

/** @throws DomeError CONFIG_INVALID when the folder cannot be the one of secrets */
export async function skillSecretsIn({ secretsDir, workDir }: SecretPlaces, salt: string): Promise<SkillSecrets> {
  if (secretsDir === undefined) return createSkillSecrets({ provider: noSecrets, salt });
  const provider = await openFolderOfSecrets(secretsDir, workDir);
  return createSkillSecrets({ provider, rehearsals: folderOfSecrets(join(secretsDir, REHEARSAL_ENVIRONMENT)), salt });
}
