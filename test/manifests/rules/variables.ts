// A variable that nobody reads is a setting that has no effect.
import { containersOf, podsOf } from '../manifest.ts';
import type { Manifest } from '../manifest.ts';
import { environmentOf } from './environment.ts';

/** For each container, by its name, the variables that its program reads. */
export type Readers = Readonly<Record<string, ReadonlySet<string>>>;

export function variableComplaints(manifests: readonly Manifest[], readers: Readers): string[] {
  return podsOf(manifests)
    .flatMap(containersOf)
    .flatMap((container) => {
      const names = [...environmentOf(container, manifests).keys()].filter((name) => name.startsWith('DOME_'));
      const unread = names.filter((name) => readers[container.name]?.has(name) !== true);
      return unread.map((name) => `${container.title}: nobody reads ${name}`);
    });
}
