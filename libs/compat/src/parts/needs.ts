import type { ContractDocument } from '../document.ts';
import type { Need } from '../finding.ts';
import { at, objectOf, textsOf } from '../json.ts';

interface Setting {
  /** A table of `x-dome-topology`, such as `streams`. */
  readonly table: string;
  readonly name: string;
}

/** What an operator must do for a changed setting, as the contract says: most changes are applied in place. */
export function needOf({ asyncapi }: ContractDocument, { table, name }: Setting): Need {
  const changes = objectOf(at(asyncapi, '/x-dome-topology/changes'));
  const setting = `${table}.${name}`;
  if (textsOf(changes['recreation']).includes(setting)) return 'recreation';
  return textsOf(changes['replay']).includes(setting) ? 'replay' : 'apply';
}
