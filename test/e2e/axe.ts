// What axe-core finds on a page: it is added by the browser's own protocol, so that the page's security policy stays as it is.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

/** A line for each fault, with the element; empty for a page without one. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(SOURCE);
  const results: AxeResults = await page.evaluate('axe.run(document)');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  );
}
