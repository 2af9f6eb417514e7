// Chromium as the distribution packages it, for tests that look at pages.
import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const MISSING = `there is no Chromium at ${PATHS.join(', ')}: apt-get install chromium`;

/** The test is passed over, with the reason, where there is no browser. */
export function needBrowser(test: { skip(note: string): unknown }): void {
  if (!PATHS.some(existsSync)) test.skip(MISSING);
}

export async function openBrowser(): Promise<Browser & AsyncDisposable> {
  const executablePath = PATHS.find(existsSync);
  if (executablePath === undefined) throw new Error(MISSING);
  // In a container it is root, and has a small /dev/shm.
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
