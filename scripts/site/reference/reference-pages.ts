// Everything that is generated from sources of truth.
import type { SitePage } from '../page.ts';
import { channelListPage, channelPages } from './channel-pages.ts';
import { readBundle } from './contract-bundle.ts';
import { commandsPage, configurationPage } from './program-pages.ts';
import { schemaListPage, schemaPages } from './schema-pages.ts';
import { accountsPage, streamsPage } from './topology-pages.ts';

interface ReferencePages {
  /** In the navigation. */
  readonly listed: readonly SitePage[];
  /** Reached from these. */
  readonly others: readonly SitePage[];
}

export function referencePages(root: string, version: string): ReferencePages {
  const bundle = readBundle(root);
  return {
    listed: [
      channelListPage(bundle),
      schemaListPage(bundle),
      streamsPage(bundle),
      accountsPage(bundle),
      commandsPage(version),
      configurationPage(),
    ],
    others: [...channelPages(bundle), ...schemaPages(bundle)],
  };
}
