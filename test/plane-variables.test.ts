// The programs of Dome may share one environment: what is a setting of one of them stops no other, and the secrets of both
// planes are known to whoever starts them.
import { PLANE_SECRETS, readConfig, secretVariables } from '@dome/runtime';
import type { ConfigSpec } from '@dome/runtime';
import { expect, test } from 'vitest';

/** A plane gives its configuration to nobody, so it is taken from its source. */
async function specOf(plane: 'dome' | 'domed'): Promise<ConfigSpec> {
  const module: unknown = await import(new URL(`../services/${plane}/src/config.ts`, import.meta.url).href);
  return (module as { readonly configSpec: ConfigSpec }).configSpec;
}

const PLANES = { dome: await specOf('dome'), domed: await specOf('domed') };
const variablesOf = (spec: ConfigSpec): string[] => Object.values(spec).map(({ variable }) => variable);

test.each([
  ['dome', 'domed'],
  ['domed', 'dome'],
] as const)('%s starts in an environment that has the settings of %s and of the command line', (plane, other) => {
  const own = variablesOf(PLANES[plane]);
  const foreign = [
    ...variablesOf(PLANES[other]).filter((variable) => !own.includes(variable)),
    ...(other === 'domed' ? ['DOME_SECRETS_SALT_FILE'] : []),
    'DOME_PASSWORDS',
    'DOME_PASSWORD_ADA',
    'DOME_PASSWORD_DOMED_PROVISIONER_FILE',
    'DOME_CONTEXT',
  ];
  expect(() => readConfig(PLANES[plane], Object.fromEntries(foreign.map((name) => [name, 'x'])))).not.toThrow();
});

test.each(['DOME_PASSWORD', 'DOME_PASSWORD_FILE', 'DOME_SLOT', 'DOME_LAWS', 'DOME_CONTEXTS'])(
  '%s is a setting of no program, and is still refused',
  (variable) => {
    for (const spec of Object.values(PLANES))
      expect(() => readConfig(spec, { [variable]: 'x' })).toThrow(`${variable} is not a variable of this service`);
  },
);

test('the secrets of a plane are those of its configuration', () => {
  const secrets = Object.values(PLANES).flatMap((spec) => secretVariables(spec));
  expect([...new Set(secrets)].toSorted()).toEqual(PLANE_SECRETS.toSorted());
});
