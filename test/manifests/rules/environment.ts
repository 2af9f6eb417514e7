// The environment of a container, with what it takes from config maps that are there.
import { at, fieldsOf, listOf, textOf } from '../manifest.ts';
import type { Container, Manifest } from '../manifest.ts';

/** By name; a value that the cluster fills in is an empty text. */
export function environmentOf({ fields }: Container, manifests: readonly Manifest[]): Map<string, string> {
  const taken = listOf(fields['envFrom']).flatMap((source) => {
    const name = textOf(at(source, 'configMapRef', 'name'));
    const map = manifests.find((one) => one.kind === 'ConfigMap' && one.name === name);
    return Object.entries(fieldsOf(at(map?.fields, 'data')));
  });
  const own = listOf(fields['env']).map((one) => [textOf(at(one, 'name')), textOf(at(one, 'value'))] as const);
  return new Map([...taken.map(([name, value]) => [name, textOf(value)] as const), ...own]);
}
