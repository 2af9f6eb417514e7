import { expect, test } from 'vitest';

import { LIMITS } from '@dome/contracts';

import type { SecretRead } from '../../src/secrets/provider.ts';
import { noSecrets } from '../../src/secrets/provider.ts';
import { createSkillSecrets, givenFiles, givenVariables } from '../../src/secrets/skill-secrets.ts';

const skill = {
  name: 'push',
  secrets: [
    { name: 'TOKEN', as: 'env' as const },
    { name: 'KEY', as: 'file' as const },
  ],
};

const secretsWith = (values: Record<string, SecretRead>, salt = 'salt') =>
  createSkillSecrets({
    provider: {
      read: (names) => Promise.resolve(names.map((name) => values[name] ?? { fault: 'there is no such file' })),
    },
    salt,
  });

const both = { TOKEN: { value: 'hunter2-and-more\n' }, KEY: { value: 'a key\n' } };

test('a job is given what its skill declares, as it declares it', async () => {
  const taken = await secretsWith(both).take(skill);
  expect(givenVariables(taken?.given ?? [])).toEqual({ TOKEN: 'hunter2-and-more' });
  expect(givenFiles(taken?.given ?? [])).toEqual([{ name: 'KEY', as: 'file', value: 'a key\n' }]);
  expect(await secretsWith(both).take({ name: 'noop' })).toBeUndefined();
});

test('what is missing is told, all of it, and a job for it is given back', async () => {
  const secrets = secretsWith({ KEY: { fault: 'it is no text' } });
  const lack = 'the secret TOKEN: there is no such file; the secret KEY: it is no text';
  expect(await secrets.lackOf(skill)).toBe(lack);
  await expect(secrets.take(skill)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining(lack) as unknown,
  });
  expect(await secretsWith(both).lackOf(skill)).toBeUndefined();
  expect(await createSkillSecrets({ provider: noSecrets, salt: '' }).lackOf(skill)).toContain('set DOME_SECRETS');
  expect(await createSkillSecrets({ provider: noSecrets, salt: '' }).lackOf({ name: 'noop' })).toBeUndefined();
});

test('all secrets of a skill together have a limit', async () => {
  const large = { value: 'x'.repeat(LIMITS.secretBytes) };
  const names = ['A', 'B', 'C'].map((name) => ({ name, as: 'env' as const }));
  expect(
    await secretsWith({ A: large, B: large, C: { value: 'abcd' } }).lackOf({ name: 'many', secrets: names }),
  ).toContain('together');
});

test('the digest tells one version from another, under its salt alone', async () => {
  const digestsOf = async (values: Record<string, SecretRead>, salt: string) =>
    (await secretsWith(values, salt).take(skill))?.records.map(({ saltedDigest }) => saltedDigest);
  const first = await digestsOf(both, 'one');
  expect(await digestsOf(both, 'one')).toEqual(first);
  const turned = await digestsOf({ ...both, TOKEN: { value: 'hunter3-and-more\n' } }, 'one');
  expect([turned?.[0] === first?.[0], turned?.[1] === first?.[1]]).toEqual([false, true]);
  expect(await digestsOf(both, 'two')).not.toEqual(first);
});

test('what finds a version is made once, and anew for the next version', async () => {
  const values: Record<string, SecretRead> = { ...both };
  const secrets = secretsWith(values);
  const first = await secrets.take(skill);
  expect((await secrets.take(skill))?.finder).toBe(first?.finder);
  values['TOKEN'] = { value: 'another-version' };
  const next = await secrets.take(skill);
  expect(next?.finder).not.toBe(first?.finder);
  expect(next?.finder.find('it is another-version').found).toEqual([6, 21]);
});

test('versions of a skill that declare other secrets, and a rehearsal between promotions, keep what finds theirs', async () => {
  const keeper = {
    read: (names: readonly string[]) => Promise.resolve(names.map((name) => ({ value: `${name}-real` }))),
  };
  const rehearsals = {
    read: (names: readonly string[]) => Promise.resolve(names.map((name) => ({ value: `${name}-tried` }))),
  };
  const secrets = createSkillSecrets({ provider: keeper, rehearsals, salt: 'salt' });
  const older = { ...skill, secrets: skill.secrets.slice(0, 1) };
  const takeAll = async () => [
    (await secrets.take(skill))?.finder,
    (await secrets.take(older))?.finder,
    (await secrets.take(skill, { isRehearsal: true }))?.finder,
  ];
  const first = await takeAll();
  expect(new Set(first).size).toBe(3);
  const again = await takeAll();
  for (const [index, finder] of again.entries()) expect(finder).toBe(first[index]);
  expect(first.map((finder) => finder?.find('KEY-real KEY-tried').found)).toEqual([[0, 8], [], [9, 18]]);
});

test('a skill that is only tried is given what is kept for rehearsals, and nothing of what is kept for promotions', async () => {
  const keeper = (values: Record<string, SecretRead>) => ({
    read: async (names: readonly string[]) => names.map((name) => values[name] ?? { fault: 'there is no such file' }),
  });
  const rehearsals = keeper({ TOKEN: { value: 'for rehearsals' }, KEY: { value: 'another key' } });
  const secrets = createSkillSecrets({ provider: keeper(both), rehearsals, salt: 'salt' });
  const rehearsal = { isRehearsal: true };
  expect((await secrets.take(skill, rehearsal))?.given.map(({ value }) => value)).toEqual([
    'for rehearsals',
    'another key',
  ]);
  expect((await secrets.take(skill))?.given[0]?.value).toBe('hunter2-and-more\n');
  const without = createSkillSecrets({ provider: keeper(both), rehearsals: keeper({}), salt: 'salt' });
  await expect(without.take(skill, rehearsal)).rejects.toMatchObject({
    code: 'CAPABILITY_MISSING',
    message: expect.stringMatching(/no secret of a promotion.*TOKEN: there is no such file; the secret KEY/) as unknown,
  });
  await expect(secretsWith(both).take(skill, rehearsal)).rejects.toMatchObject({ code: 'CAPABILITY_MISSING' });
});
