// Which page stands where. A page of docs/ that nobody has placed yet is shown with the guides.
export interface PlacedPage {
  /** In the repository. */
  readonly file: string;
  readonly path: string;
  /** Where the title of the document is too long for a list, or means little without its folder. */
  readonly title?: string;
}

interface PlacedGroup {
  readonly title: string;
  readonly pages: readonly PlacedPage[];
}

const docs = (name: string, title?: string): PlacedPage => ({
  file: `docs/${name}.md`,
  path: name,
  ...(title === undefined ? {} : { title }),
});

export const START = 'Start';
export const GUIDES = 'Guides';
export const REFERENCE = 'Reference';
export const WHY = 'How and why';

export const CONTENTS: readonly PlacedGroup[] = [
  { title: START, pages: [{ file: 'README.md', path: 'index', title: 'Dome' }, docs('first-gate')] },
  {
    title: GUIDES,
    pages: [
      docs('skills'),
      docs('process-protocol'),
      docs('plans'),
      docs('gates'),
      docs('law'),
      docs('locks'),
      docs('secrets'),
      docs('updates'),
    ],
  },
  {
    title: 'Operate',
    pages: [
      docs('installation'),
      docs('containers'),
      { file: 'infra/k8s/README.md', path: 'kubernetes', title: 'Kubernetes with kustomize' },
      { file: 'infra/helm/dome/README.md', path: 'helm', title: 'Kubernetes with helm' },
      docs('operating'),
      docs('observability'),
      docs('nats-cli'),
    ],
  },
  {
    title: 'See and connect',
    pages: [docs('console'), docs('dashboards'), docs('cursors'), docs('other-languages')],
  },
  {
    title: REFERENCE,
    pages: [
      docs('cli'),
      docs('contract'),
      docs('errors'),
      docs('limits'),
      docs('compatibility'),
      docs('glossary'),
      // Beside what is made for the site alone, because it is generated too.
      { file: 'docs/metrics.md', path: 'reference/metrics' },
    ],
  },
  {
    title: WHY,
    pages: [
      docs('architecture'),
      docs('one-run'),
      docs('performance'),
      { file: 'CONTRIBUTING.md', path: 'contributing' },
    ],
  },
];

export const DECISIONS = 'docs/decisions';
