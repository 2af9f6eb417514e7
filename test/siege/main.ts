// `npm run siege`: everything that a skill, a person or a message can do to the planes, at once, beside work that must
// succeed. It exits with 0 when every rule held, with 1 when one did not, with 2 for unknown arguments.
import process from 'node:process';

import { jsonReport, renderReport } from './report.ts';
import { besiege } from './siege.ts';
import { verdictOf } from './verdict.ts';
import { readWords, USAGE } from './words.ts';
import type { Words } from './words.ts';

const SEEDS = 2 ** 31;

function readOrExit(): Words {
  try {
    return readWords(process.argv.slice(2), () => Math.floor(Math.random() * SEEDS));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

const words = readOrExit();
const say = (line: string): void => void process.stderr.write(`siege: ${line}\n`);
say(
  `${words.seconds} s with the seed ${words.seed} (again: npm run siege -- --seconds ${words.seconds} --seed ${words.seed})`,
);
const record = await besiege(words, say);
const verdict = verdictOf(record);
process.stdout.write(`${words.json ? jsonReport(record, verdict) : renderReport(record, verdict)}\n`);
say(verdict.holds ? 'it held' : 'it did not hold');
process.exit(verdict.holds ? 0 : 1);
