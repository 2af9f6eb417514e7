// Pages of the console that `dome dev` serves, each signed in as somebody of the stack.
import { readFile } from 'node:fs/promises';

import type { Browser, Page } from 'playwright-core';

import type { CliStage } from './cli-stage.ts';

export interface ConsolePage extends AsyncDisposable {
  readonly page: Page;
  /** What the page complained of, and whoever else it spoke to. */
  readonly faults: readonly string[];
}

export interface ConsoleLook {
  readonly user: string;
  readonly colorScheme?: 'light' | 'dark';
  /** Where the clocks of the browser are; by default those of this machine. */
  readonly timezoneId?: string;
  /** Done with the page before it connects. */
  readonly before?: (page: Page) => Promise<void>;
  readonly viewport?: { readonly width: number; readonly height: number };
}

const DRAWN_MS = 90_000;

/** As the banner prints it: whoever opens it is signed in. */
export const consoleLink = ({ dev }: CliStage): string => /Console\s+(http:\/\/\S+)/.exec(dev.said.out)?.[1] ?? '';

export async function openConsolePage(stage: CliStage, browser: Browser, look: ConsoleLook): Promise<ConsolePage> {
  const { origin } = new URL(consoleLink(stage));
  const { user, colorScheme = 'light', viewport = { width: 1_440, height: 900 }, timezoneId } = look;
  const page = await browser.newPage({ viewport, colorScheme, ...(timezoneId === undefined ? {} : { timezoneId }) });
  // What is waited for is a run of several processes, on whatever machine.
  page.setDefaultTimeout(DRAWN_MS);
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  page.on('pageerror', (error) => void faults.push(error.message));
  page.on('request', (request) => void (request.url().startsWith(origin) || faults.push(request.url())));
  await look.before?.(page);
  await page.goto(origin);
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(await passwordOf(stage, user));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return { page, faults, [Symbol.asyncDispose]: () => page.close() };
}

/** The screen, once it is drawn and no longer says that it reads or asks. */
export async function showScreen(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  await page
    .getByText(/^(Reading|Asking) /)
    .first()
    .waitFor({ state: 'hidden' });
}

/** As the context says that `dome dev` wrote for them. */
async function passwordOf({ dir }: CliStage, user: string): Promise<string> {
  const name = user === 'view' ? 'VIEW' : `PEOPLE-${user}`;
  const context: unknown = JSON.parse(await readFile(`${dir}/config/nats/context/dome-${name}.json`, 'utf8'));
  return String(Reflect.get(Object(context), 'password'));
}
