import { join } from 'node:path';

import { Parser, fromFile } from '@asyncapi/parser';

/** What the AsyncAPI parser holds against the document. */
export async function documentFindings(root: string): Promise<string[]> {
  const { diagnostics } = await fromFile(new Parser(), join(root, 'asyncapi.yaml')).parse();
  // Severity 0 is an error, the others are advice; its names are of a package that is not ours to import.
  return diagnostics
    .filter(({ severity }) => !severity)
    .map(({ path, message }) => `asyncapi.yaml #/${path.join('/')}: ${message}`);
}
