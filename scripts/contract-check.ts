// Checks that the contract agrees with itself (L5): asyncapi.yaml, the schemas, the examples and the vectors. It prints
// one line per finding, and exits with 1 if there is one. `--root` checks another copy; tests plant errors in one.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { accountFindings } from './contract/account-rules.ts';
import { channelFindings } from './contract/channel-rules.ts';
import { declarationFindings } from './contract/declaration-rules.ts';
import { documentFindings } from './contract/document-rules.ts';
import { exampleFindings } from './contract/example-rules.ts';
import { operationFindings } from './contract/operation-rules.ts';
import { readerFindings } from './contract/reader-rules.ts';
import { schemaFindings } from './contract/schema-rules.ts';
import { vectorFindings } from './contract/vector-rules.ts';

import { readContract } from './generate/document.ts';
import type { ContractSources } from './generate/document.ts';

async function findingsIn(root: string): Promise<string[]> {
  let sources: ContractSources;
  try {
    sources = readContract(root);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return [
    ...schemaFindings(sources),
    ...channelFindings(sources.contract),
    ...accountFindings(sources.contract),
    ...readerFindings(sources.contract),
    ...declarationFindings(sources),
    ...operationFindings(sources),
    ...exampleFindings(sources, root),
    ...vectorFindings(root),
    ...(await documentFindings(root)),
  ];
}

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const findings = await findingsIn(resolve(values.root ?? resolve(import.meta.dirname, '..')));
for (const finding of findings) process.stderr.write(`contract: ${finding}\n`);
process.stdout.write(`contract: ${findings.length === 0 ? 'nothing' : findings.length} found\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
