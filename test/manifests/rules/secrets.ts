// No password stands in a manifest, under whatever name: it comes from a Secret that somebody made beside it.
import { at, containersOf, fieldsOf, listOf, podsOf, textOf } from '../manifest.ts';
import type { Container, Manifest } from '../manifest.ts';

const SECRET_NAME = /passw|secret|token|credential|private|salt|(?:^|_)key$/i;
/** The name of a file or a folder is none. */
const IS_PATH = /^\//;
/** A password in an address, a value of nats-server's configuration, a hash, a private key, a seed. */
const SECRET_TEXT =
  /:\/\/[^\s/:@]*:[^\s/@]+@|\bpassword\s*[:=]\s*(?!\$[A-Z_])["']?\w|\$2[aby]\$\d\d\$|-----BEGIN [A-Z ]*PRIVATE KEY|\bS[UAONC][A-Z2-7]{56}\b/i;

export function secretComplaints(manifests: readonly Manifest[]): string[] {
  return [
    ...manifests.filter(({ kind }) => kind === 'Secret').map(({ name }) => `Secret ${name}: is a manifest`),
    ...manifests.flatMap(({ kind, name, fields }) =>
      SECRET_TEXT.test(JSON.stringify(fields)) ? [`${kind} ${name}: holds a password`] : [],
    ),
    ...manifests.flatMap(({ kind, name, fields }) =>
      kind === 'ConfigMap' ? named(Object.entries(fieldsOf(fields['data'])), `ConfigMap ${name}`) : [],
    ),
    ...podsOf(manifests).flatMap(containersOf).flatMap(variableComplaints),
  ];
}

function variableComplaints({ title, fields }: Container): string[] {
  const plain = listOf(fields['env']).map((one) => [textOf(at(one, 'name')), at(one, 'value')] as const);
  return named(plain, title);
}

function named(entries: readonly (readonly [string, unknown])[], title: string): string[] {
  return entries
    .filter(([name, value]) => SECRET_NAME.test(name) && textOf(value) !== '' && !IS_PATH.test(textOf(value)))
    .map(([name]) => `${title}: ${name} is plain to read`);
}
