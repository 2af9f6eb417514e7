// Tries one skill on this machine without a broker: `trial-main DIR [EXAMPLE…]`. Like the daemon it is configured by the
// environment, and like the daemon it alone runs the skill; whoever started it hears of it over the channel of the process.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';

import { toDomeError } from '@dome/contracts';
import { readConfig, systemClock } from '@dome/runtime';
import type { TrialMessage } from '@dome/skills';

import { createNonce, createSalt } from '../adapters/nonce.ts';
import { createExecutor } from '../attempt/executor.ts';
import { loadSkill } from '../catalogue/load.ts';
import { configSpec } from '../config.ts';
import { passedNames } from '../process/passed-variables.ts';
import { skillSecretsIn } from '../secrets/skill-secrets-in.ts';
import { openInstanceFolder } from '../workspace/instance-folder.ts';
import { openWorkFolder } from '../workspace/work-folder.ts';
import { openTrialContent } from './trial-content.ts';
import { tryExamples } from './trial.ts';

const { workDir: WORK_DIR, guard, passedVariables, secretsDir, logLevel } = configSpec;
const SPEC = { workDir: WORK_DIR, guard, passedVariables, secretsDir, logLevel };

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort('cancel'));

const [dir = '.', ...only] = process.argv.slice(2);
try {
  await tryFrom(dir, only);
} catch (thrown) {
  await tell({ kind: 'broken', problem: toDomeError(thrown).toProblem() });
}
process.exit(0);

async function tryFrom(folderOfSkill: string, examples: readonly string[]): Promise<void> {
  const config = readConfig(SPEC, process.env);
  const clock = systemClock;
  await openWorkFolder(config.workDir);
  await using parts = new AsyncDisposableStack();
  const warn = (fields: object, message: string): void =>
    void process.stderr.write(`${stripVTControlCharacters(message)} ${JSON.stringify(fields)}\n`);
  const logger = { info: () => undefined, warn };
  const instance = `trial-${createNonce()()}`;
  const folder = parts.use(await openInstanceFolder({ root: config.workDir, instance, clock, logger }));
  const skill = await loadSkill(folderOfSkill, folder.path);
  const empty = join(folder.path, 'empty');
  await mkdir(empty);
  const content = await openTrialContent(skill, empty);
  const executor = parts.use(
    createExecutor({
      workDir: folder.path,
      workRoot: config.workDir,
      remover: folder.remover,
      source: content,
      clock,
      environment: process.env,
      guard: config.guard,
      passed: passedNames(config.passedVariables),
      hidden: config.secretsDir === undefined ? [] : [config.secretsDir],
      secrets: await skillSecretsIn(config, createSalt()),
      runnersHaveMemory: skill.descriptor.secrets !== undefined,
      spareRunners: skill.run.using === 'node' && skill.run.isolation === 'runner' ? 1 : 0,
      servedRunnersMax: 1,
      logger: { warn },
    }),
  );
  await executor.warm();
  await tryExamples({ skill, only: examples, executor, content, clock, signal: stop.signal, tell });
}

/** Settles when the reader has taken it; a reader that is gone takes nothing. */
function tell(message: TrialMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) {
      process.stdout.write(`${JSON.stringify(message)}\n`, () => resolve());
    } else if (process.connected) {
      process.send(message, () => resolve());
    } else {
      resolve();
    }
  });
}
