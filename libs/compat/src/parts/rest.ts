// What no other part judges: the version, and members of the document that the judge does not know.
import { ASYNCAPI_FILE } from '../document.ts';
import type { ContractFinding } from '../finding.ts';
import { objectOf, textOf } from '../json.ts';
import { breaking, prose, settingFindings } from './change.ts';
import type { Contracts, SettingRule, ChangeVerdict } from './change.ts';

const named = (names: string): Readonly<Record<string, SettingRule>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, prose]));

/** Judged by parts of their own, or read by people alone. */
const TOP: Readonly<Record<string, SettingRule>> = {
  ...named('asyncapi id info servers channels operations components'),
  ...named('x-dome-topology x-dome-accounts x-dome-documents x-dome-process'),
  defaultContentType: () =>
    breaking('content-type-changed', 'both', {
      says: 'A message without a content type means something else.',
      instead: 'Keep it.',
    }),
};

export function restChanges(contracts: Contracts): ContractFinding[] {
  const { base, head } = contracts;
  const spot = { file: ASYNCAPI_FILE, pointer: '' };
  return settingFindings(
    contracts,
    { spot, touches: 'contract' },
    { rules: TOP, before: base.asyncapi, after: head.asyncapi },
  );
}

/** Given what else changed: a version says what a change is, and must not say anything else. */
export function versionChanges(contracts: Contracts, others: readonly ContractFinding[]): ContractFinding[] {
  const { base, head } = contracts;
  const [before, after] = [objectOf(base.asyncapi['info']), objectOf(head.asyncapi['info'])];
  const change = { spot: { file: ASYNCAPI_FILE, pointer: '/info' }, touches: 'contract' };
  const rules = {
    ...named('title description license termsOfService contact tags externalDocs'),
    version: (was: unknown, is: unknown) => versionVerdict(textOf(was) ?? '', textOf(is) ?? '', others),
  };
  return settingFindings(contracts, change, { rules, before, after });
}

function versionVerdict(was: string, is: string, others: readonly ContractFinding[]): ChangeVerdict | undefined {
  const [old, now] = [partsOf(was), partsOf(is)];
  if (old === undefined || now === undefined) return wrong('The version is not three numbers.', 'Write it as 1.2.3.');
  if (isLower(now, old)) return wrong('The version went down.', `Keep ${was} until something changes.`);
  if (others.length === 0)
    return wrong('The version changed, and nothing else did.', `Keep ${was} until something changes.`);
  const isBreaking = others.some(({ severity }) => severity === 'breaking');
  if (now[0] !== old[0] && !isBreaking)
    return wrong(
      'A new major version says that something breaks, and nothing does.',
      `Raise the minor version of ${was}.`,
    );
  return undefined;
}

type Parts = readonly [number, number, number];

function partsOf(version: string): Parts | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

function isLower(one: Parts, other: Parts): boolean {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at !== -1 && (one[at] ?? 0) < (other[at] ?? 0);
}

const wrong = (says: string, instead: string): ChangeVerdict =>
  breaking('version-misleading', 'reader', { says, instead });
