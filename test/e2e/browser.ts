// Chromium as the distribution packages it, for tests that look at pages.
import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Why there is no browser to test with; undefined where there is one. */
export const whyNoBrowser = (): string | undefined =>
  PATHS.some(existsSync) ? undefined : `there is no Chromium at ${PATHS.join(', ')}: apt-get install chromium`;

export async function openBrowser(): Promise<Browser & AsyncDisposable> {
  const executablePath = PATHS.find(existsSync);
  if (executablePath === undefined) throw new Error(whyNoBrowser());
  // In a container it is root, and has a small /dev/shm.
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
