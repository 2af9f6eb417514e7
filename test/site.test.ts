// The site of the documentation, as a server would find it in a folder: whole, with no link that leads nowhere, and with nothing
// that a reader's browser would have to fetch from elsewhere.
import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

import { ERRORS, STREAMS } from '@dome/contracts';
import { documentedMetrics } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { buildSite } from '../scripts/site/build-site.ts';
import { createLinks } from '../scripts/site/links.ts';
import { leadOf, relativeLink } from '../scripts/site/page.ts';
import { readBundle } from '../scripts/site/reference/contract-bundle.ts';
import { renderMarkdown } from '../scripts/site/render-markdown.ts';
import { twinOf } from '../scripts/site/twins.ts';
import { linkFaults } from './site/link-faults.ts';

const HOME = join(import.meta.dirname, '..');
const { files, pages } = buildSite(HOME);
const bundle = readBundle(HOME);
const texts = new Map([...files].map(([path, content]) => [path, content.toString()]));

describe('the site', () => {
  test('has every document of docs/, each with its Markdown twin', () => {
    const documents = readdirSync(join(HOME, 'docs'), { recursive: true, encoding: 'utf8' });
    const sources = new Map(pages.map(({ page: shown }) => [shown.source, shown.path]));
    const paths = documents.filter((name) => name.endsWith('.md')).map((name) => sources.get(`docs/${name}`));
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) expect([texts.has(`${path}.html`), texts.has(`${path}.md`)]).toEqual([true, true]);
    for (const { page: shown } of pages)
      if (shown.isSource !== true) expect(texts.get('llms.txt')).toContain(`](${shown.path}.md)`);
  });

  test('holds every link and anchor, in pages and in their twins', () => {
    expect(linkFaults(texts)).toEqual([]);
  });

  test('needs nothing from elsewhere, and no exception from its policy', () => {
    for (const [path, text] of texts) {
      if (!path.endsWith('.html')) continue;
      expect([path, ...text.matchAll(/<(?:script|img|link|iframe)[^>]+(?:src|href)="([a-z]+:|\/)[^"]*"/g)]).toEqual([
        path,
      ]);
      expect([path, ...text.matchAll(/<script>|<style|\sstyle="|\son[a-z]+="/g)]).toEqual([path]);
      expect(text).toContain("default-src 'none'");
    }
  });
});

test('a link and an anchor that lead nowhere are found', () => {
  const made = new Map([
    ['a/b.html', '<h1 id="one"></h1><a href="../c.html#two">x</a> <a href="gone.html">y</a> <a href="#one">z</a>'],
    ['c.html', '<h2 id="two"></h2><a href="a/b.html#three">x</a><img src="files/gone.png">'],
    ['a/b.md', '# One\n\n[x](../c.md) [y](https://elsewhere.example/)\n'],
  ]);
  expect(linkFaults(made)).toEqual([
    'a/b.html → gone.html',
    'c.html → a/b.html#three',
    'c.html → files/gone.png',
    'a/b.md → ../c.md',
  ]);
});

describe('a page', () => {
  const page = (markdown: string) => ({ path: 'guides/a', title: 'A', markdown });
  const links = createLinks(HOME, [page(''), { path: 'b', title: 'B', markdown: '', source: 'docs/law.md' }]);

  test('shows HTML as text', () => {
    const { html } = renderMarkdown(page('# A <script>x</script>\n\n<img src=x onerror=y>\n\n<!-- gone -->\n'), links);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('&lt;img src=x');
    expect(html).not.toMatch(/<script|<img|gone/);
  });

  test('breaks long words of code behind their parts, and short ones nowhere', () => {
    const { html } = renderMarkdown(
      page('# A\n\n`DOMED.API.STREAM.LIST <x>` `DOME_NATS_PASSWORD` `JOB_EVENTS`\n'),
      links,
    );
    expect(html).toContain('<code>DOMED.<wbr>API.<wbr>STREAM.<wbr>LIST &lt;x&gt;</code>');
    expect(html).toContain('<code>DOME_<wbr>NATS_<wbr>PASSWORD</code> <code>JOB_EVENTS</code>');
  });

  test('shows a picture of the console as wide and as dark as the screen of whoever reads, and leads to the whole of it', () => {
    const shown = renderMarkdown(
      { ...page('![a](docs/screens/runs-1440-light.webp)'), source: 'README.md' },
      links,
    ).html;
    const file = (end: string): string => `../files/docs/screens/runs-${end}.webp`;
    expect(shown).toContain(
      `<a href="${file('1440-light')}"><picture>` +
        `<source media="(max-width: 700px) and (prefers-color-scheme: dark)" srcset="${file('390-dark')}">` +
        `<source media="(max-width: 700px)" srcset="${file('390-light')}">` +
        `<source media="(prefers-color-scheme: dark)" srcset="${file('1440-dark')}">` +
        `<img src="${file('1440-light')}" alt="a"></picture></a>`,
    );
    const narrow = renderMarkdown(
      { ...page('![a](docs/screens/runs-390-light.webp)'), source: 'README.md' },
      links,
    ).html;
    expect(narrow.match(/srcset="[^"]*"/g)).toEqual([`srcset="${file('390-dark')}"`]);
    expect([...links.files]).toContain('docs/screens/runs-390-dark.webp');
  });

  test('has the anchors of GitHub', () => {
    const { sections } = renderMarkdown(
      page('# `a` B\n\n## What’s *it*?\n\n## LOCK_CONFLICT\n\n## What’s it?\n'),
      links,
    );
    expect(sections.map(({ slug }) => slug)).toEqual(['a-b', 'whats-it', 'lock_conflict', 'whats-it-1']);
  });

  test('leads to pages, and its twin to twins, but not in code', () => {
    const markdown = '# A\n\n[b](../b.md#c)\n\n````md\n```\n[b](../b.md)\n```\n[b](b.md)\n````\n';
    expect(renderMarkdown(page(markdown), links).html).toContain('href="../b.html#c"');
    expect(twinOf(page(markdown), links)).toBe(markdown);
    const written = { ...page('[law](law.md) [why](decisions/live-messages-are-hints.md)'), source: 'docs/a.md' };
    expect(twinOf(written, links)).toMatch(/^\[law\]\(\.\.\/b\.md\) \[why\]\(\.\.\/source\/docs\/decisions\//);
  });

  test('that links to what is not there ends the build', () => {
    expect(() => renderMarkdown(page('[x](gone.md)'), links)).toThrow('guides/a links to gone.md');
    expect(() => renderMarkdown({ ...page('[x](gone.md)'), source: 'docs/a.md' }, links)).toThrow('docs/gone.md');
  });

  test('is introduced by its first sentence', () => {
    expect(leadOf('# A\n\nOne [thing](x.md) v1.0 here. Another.\n')).toBe('One thing v1.0 here.');
    expect(leadOf('# A\n\n`dome` is one that\ngoes on. Another.\n')).toBe('`dome` is one that goes on.');
    for (const other of ['| a |', '- a', '```\ncode\n```', '![a](a.svg)'])
      expect(leadOf(`# A\n\n${other}\n\nText.\n`)).toBe('');
    for (const { page: shown } of pages.filter(({ page: one }) => one.source?.startsWith('docs/') === true))
      if (shown.isSource !== true)
        expect([shown.path, shown.says]).toEqual([shown.path, expect.stringMatching(/\w{2}.*[.?]$/)]);
  });
});

test('a relative link leads from anywhere to anywhere', () => {
  for (const from of ['a', 'x/a', 'x/y/a'])
    for (const to of ['b', 'x/b', 'x/y/b', 'x/z/b', 'q/b'])
      expect(posix.join(posix.dirname(from), relativeLink(from, to))).toBe(to);
});

describe('the reference', () => {
  test('says of each member what it is, if only its definition does', () => {
    const rows = (texts.get('reference/channels/jobTransition.md') ?? '').split('\n');
    const { epoch } = bundle.components.schemas['JobSucceeded']?.properties ?? {};
    expect(rows.find((row) => row.startsWith('| `epoch`'))).toContain(epoch?.description ?? 'a sentence');
    expect(epoch?.description).toContain('the fencing token');
  });

  const anchorsOf = (path: string): ReadonlySet<string> =>
    new Set(pages.find(({ page }) => page.path === path)?.sections.map(({ slug }) => slug));

  test('has each channel with its messages, each with an example', () => {
    for (const [name, { address, messages }] of Object.entries(bundle.channels)) {
      if (address === null) continue;
      const text = texts.get(`reference/channels/${name}.md`) ?? '';
      expect(text).toContain(`\`${address}\``);
      const isCopy = bundle.channels[name]?.['x-dome-channel'].kind === 'live';
      for (const message of isCopy ? [] : Object.keys(messages)) {
        expect([name, text.includes(`### ${message}\n`)]).toEqual([name, true]);
        expect([name, text.includes(`#### Example of ${message}\n`)]).toEqual([name, true]);
      }
    }
  });

  test('says of a channel who may do what, and how it is stored', () => {
    const text = texts.get('reference/channels/runEvent.md') ?? '';
    expect(text).toMatch(/\| `DOME` \| `dome` \| `dome\.evt\.run\.>`/);
    expect(text).toMatch(/\| `VIEW` \| .*`DOME\.API\.DIRECT\.GET\.RUN_EVENTS`/);
    expect(text).toContain('[RUN_EVENTS](../streams.md#run_events)');
    expect(text).toContain('| kept for | 400d |');
  });

  test('has every member of a document, by its whole path', () => {
    const text = texts.get('reference/schemas/Plan.md') ?? '';
    expect(text).toContain('| `loop.remedy.tasks` | map of [task](#task) |');
    expect(text).toContain('| `gates.<name>.needs` |');
  });

  test('has the anchors that programs and people rely on', () => {
    // A problem names its page.
    for (const code of Object.keys(ERRORS)) expect(anchorsOf('errors')).toContain(code.toLowerCase());
    for (const stream of Object.keys(STREAMS)) expect(anchorsOf('reference/streams')).toContain(stream.toLowerCase());
    for (const account of ['dome', 'domed', 'people', 'view'])
      expect(anchorsOf('reference/accounts')).toContain(account);
    for (const command of ['dome-run-submit', 'dome-gate-approve', 'dome-doctor'])
      expect(anchorsOf('reference/commands')).toContain(command);
    expect(anchorsOf('reference/configuration')).toEqual(new Set(['configuration', 'dome', 'domed']));
    for (const message of ['jobstarted', 'jobsucceeded'])
      expect(anchorsOf('reference/channels/jobTransition')).toContain(message);
  });

  test('has every variable and every metric that is declared', () => {
    for (const variable of ['DOME_LAW', 'DOME_SKILLS', 'DOME_NATS_URL', 'DOME_HTTP'])
      expect(texts.get('reference/configuration.md')).toContain(`| \`${variable}\` |`);
    for (const { name } of documentedMetrics()) expect(texts.get('reference/metrics.md')).toContain(`| \`${name}\` `);
  });
});
