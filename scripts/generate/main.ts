// `generate` writes everything derived from the contract; `generate --check` fails if a file is stale (L5).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { passwordVariable, renderAccounts } from '../../libs/contracts/src/broker-config.ts';
import { generateBundle } from './bundle.ts';
import { generateErrors, generateExitCodes } from './catalogues.ts';
import { readContract } from './document.ts';
import type { AccountSource } from './document.ts';
import { generateMetricsPage } from './metrics.ts';
import { generateHeaders, generateProcess } from './process.ts';
import { generateMessages, generateSubjects } from './subjects.ts';
import { generateAccounts, generateInboxes, generateTopology } from './topology.ts';
import { generateTypes } from './types.ts';
import { generateValidators, generateWrittenValidators } from './validators.ts';

const BANNER = '// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.\n';
const GENERATED = 'libs/contracts/src/generated';

/** The accounts with passwords from the server's environment, for operators to include in a configuration. */
function accountsFile(accounts: Record<string, AccountSource>): string {
  const note =
    '# Two people and one reader are shown; `dome accounts render` writes the file for those of an installation.\n';
  return (
    BANNER.replace('//', '#') +
    note +
    renderAccounts({ people: ['ada', 'grace'], readers: ['dashboard'], password: passwordVariable, accounts })
  );
}

async function generateAll(root: string): Promise<Map<string, string>> {
  const sources = readContract(root);
  // Plain JavaScript: at this size, stripping types would cost every start a tenth of a second.
  const validators = generateValidators(sources);
  const written = generateWrittenValidators(sources);
  return new Map([
    [`${GENERATED}/types.ts`, BANNER + (await generateTypes(sources, root))],
    [`${GENERATED}/validators.js`, BANNER + validators.code],
    [`${GENERATED}/validators.d.ts`, BANNER + validators.declaration],
    [`${GENERATED}/written-validators.js`, BANNER + written.code],
    [`${GENERATED}/written-validators.d.ts`, BANNER + written.declaration],
    [`${GENERATED}/subjects.ts`, BANNER + generateSubjects(sources)],
    [`${GENERATED}/messages.ts`, BANNER + generateMessages(sources)],
    [`${GENERATED}/topology.ts`, BANNER + generateTopology(sources)],
    [`${GENERATED}/process.ts`, BANNER + generateProcess(sources)],
    [`${GENERATED}/headers.ts`, BANNER + generateHeaders(sources)],
    [`${GENERATED}/accounts.ts`, BANNER + generateAccounts(sources)],
    [`${GENERATED}/inboxes.ts`, BANNER + generateInboxes(sources)],
    ['asyncapi.bundle.json', generateBundle(sources, root)],
    ['schemas/catalogues/errors.json', generateErrors()],
    ['schemas/catalogues/exit-codes.json', generateExitCodes()],
    ['docs/metrics.md', generateMetricsPage()],
    ['infra/nats/accounts.conf', accountsFile(sources.contract['x-dome-accounts'])],
    [
      `${GENERATED}/contract.ts`,
      `${BANNER}export const CONTRACT_VERSION = '${sources.contract.info.version}';\n\n/** Of asyncapi.yaml and every schema; it stands in each provenance record. */\nexport const CONTRACT_DIGEST = '${sources.digest}';\n`,
    ],
  ]);
}

/** Formats all files in one call, in a temporary folder, so that a check leaves no trace in the tree. */
function format(files: Map<string, string>, root: string): Map<string, string> {
  const scratch = mkdtempSync(join(tmpdir(), 'dome-generate-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), text);
    }
    const config = join(root, '.oxfmtrc.json');
    execFileSync(join(root, 'node_modules/.bin/oxfmt'), ['-c', config, '.'], { cwd: scratch, stdio: 'pipe' });
    return new Map(
      [...files].map(([path, text]) => [path, path.endsWith('.js') ? text : readFileSync(join(scratch, path), 'utf8')]),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const { values } = parseArgs({ options: { check: { type: 'boolean' }, root: { type: 'string' } } });
const home = resolve(import.meta.dirname, '../..');
const root = resolve(values.root ?? home);
const files = format(await generateAll(root), home);
const stale = [...files].filter(([path, text]) => readOr(join(root, path)) !== text);
if (values.check === true) {
  for (const [path] of stale) console.error(`stale: ${path} (run npm run generate)`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  console.log(`${files.size} files generated, ${stale.length} changed`);
}
