// Tables that programs branch on: error codes with their status, exit codes, and the words of the process protocol.
import type { JsonObject } from '@dome/contracts/plain';

import { entriesAt } from '../document.ts';
import type { ContractDocument, Spot } from '../document.ts';
import type { ContractFinding } from '../finding.ts';
import { at, isSame, objectOf } from '../json.ts';
import { additive, breaking, findingOf, inside, listChange, prose, settingFindings } from './change.ts';
import type { Contracts, SettingRule, ChangeVerdict } from './change.ts';

export const ERRORS_FILE = 'schemas/catalogues/errors.json';
export const EXIT_CODES_FILE = 'schemas/catalogues/exit-codes.json';

export function catalogueChanges(contracts: Contracts): ContractFinding[] {
  return [...errorFindings(contracts), ...exitFindings(contracts), ...processFindings(contracts)];
}

const tableAt = ({ files }: ContractDocument, { file, pointer }: Spot): JsonObject =>
  objectOf(at(files.get(file), pointer));

const reliedOn =
  (kind: string, says: string): SettingRule =>
  () =>
    breaking(kind, 'reader', { says, instead: 'Keep it, and bring a code of its own for the new case.' });

const ERROR: Readonly<Record<string, SettingRule>> = {
  status: reliedOn('error-status-changed', 'Gateways and clients branch on the status.'),
  disposition: reliedOn('error-disposition-changed', 'Clients decide by it whether to try again.'),
  title: prose,
  hint: prose,
};

function errorFindings(contracts: Contracts): ContractFinding[] {
  const root = { file: ERRORS_FILE, pointer: '' };
  const [before, after] = [tableAt(contracts.base, root), tableAt(contracts.head, root)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((code) => {
    const change = { spot: inside(root, code), touches: code };
    if (!(code in after)) return [findingOf(contracts, change, gone('error-removed', `the code ${code}`))];
    if (!(code in before)) return [findingOf(contracts, change, additive('error-added', `The code ${code} is added.`))];
    return settingFindings(contracts, change, {
      rules: ERROR,
      before: objectOf(before[code]),
      after: objectOf(after[code]),
    });
  });
}

const gone = (kind: string, what: string): ChangeVerdict =>
  breaking(kind, 'reader', {
    says: `Programs in service branch on ${what}.`,
    instead: 'Keep it, even if nothing of ours gives it any more.',
  });

/** `codes` by meaning, and `errors`: the exit code of each error. */
function exitFindings(contracts: Contracts): ContractFinding[] {
  return ['codes', 'errors'].flatMap((table) =>
    valueFindings(contracts, { file: EXIT_CODES_FILE, pointer: `/${table}` }, 'exit-code'),
  );
}

/** A table of values of which none may change. */
function valueFindings(contracts: Contracts, root: Spot, kind: string): ContractFinding[] {
  const [before, after] = [tableAt(contracts.base, root), tableAt(contracts.head, root)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    if (isSame(before[name], after[name])) return [];
    const change = { spot: inside(root, name), touches: name };
    if (!(name in before)) return [findingOf(contracts, change, additive(`${kind}-added`, `${name} is added.`))];
    return [findingOf(contracts, change, gone(name in after ? `${kind}-changed` : `${kind}-removed`, name))];
  });
}

const lists: SettingRule = (before, after) => {
  const missing = listChange(before, after).gone;
  return missing.length === 0
    ? additive('process-word-added', 'Skills may use something new.')
    : breaking('process-word-removed', 'reader', {
        says: `Skills in service use ${missing.join(', ')}.`,
        instead: 'Keep it, and raise the version of the protocol for those that ask for the other.',
      });
};

const PROCESS: Readonly<Record<string, SettingRule>> = {
  version: () =>
    breaking('process-version-changed', 'reader', {
      says: 'Skills are told another version of the protocol.',
      instead: 'Serve the old version, too.',
    }),
  environment: lists,
  commands: lists,
  // Compared value by value.
  exitCodes: prose,
};

/** Skills are the readers of the process protocol. */
function processFindings(contracts: Contracts): ContractFinding[] {
  const pointer = '/x-dome-process';
  const spot = { file: 'asyncapi.yaml', pointer };
  const [before, after] = [tableAt(contracts.base, spot), tableAt(contracts.head, spot)];
  if (entriesAt(contracts.base, '').every(([name]) => name !== 'x-dome-process')) return [];
  return [
    ...settingFindings(contracts, { spot, touches: 'process protocol' }, { rules: PROCESS, before, after }),
    ...valueFindings(contracts, inside(spot, 'exitCodes'), 'process-exit-code'),
  ];
}
