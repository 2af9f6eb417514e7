import { join } from 'node:path';

import { Parser, fromFile } from '@asyncapi/parser';

/** The errors that the AsyncAPI parser reports for the document. */
export async function documentFindings(root: string): Promise<string[]> {
  const { diagnostics } = await fromFile(new Parser(), join(root, 'asyncapi.yaml')).parse();
  // Severity 0 is an error, the others are advice; their names are in a package that we may not import.
  return diagnostics
    .filter(({ severity }) => !severity)
    .map(({ path, message }) => `asyncapi.yaml #/${path.join('/')}: ${message}`);
}
