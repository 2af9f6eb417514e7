import { isServerSupported } from '@dome/contracts';

import { columns } from './columns.ts';

interface OwnVersion {
  readonly version: string;
  /** Of Node, which runs it. */
  readonly node: string;
  readonly home: string;
}

/** One process of a plane. */
export interface PlaneSeen {
  readonly plane: 'dome' | 'domed';
  readonly instance: string;
  /** Absent where it did not say. */
  readonly version?: string;
}

interface VersionsThere {
  readonly address: string;
  /** Where the address was found. */
  readonly origin: string;
  readonly server: { readonly version: string; readonly versionMin: string };
  readonly planes: readonly PlaneSeen[];
}

export interface Versions {
  readonly program: OwnVersion;
  readonly contract: { readonly version: string; readonly digest: string };
  /** Or why nobody answers. */
  readonly there: VersionsThere | { readonly absent: string };
}

/** One line for each that speaks: what it is, its version, and where it is. */
export function versionText({ program, contract, there }: Versions, width: number): string {
  const own = [
    ['dome', program.version, `this program, in ${program.home}, on Node ${program.node}`],
    ['contract', contract.version, contract.digest],
  ];
  if ('absent' in there) return `${columns([], own, width)}\nNo broker to ask: ${there.absent}\n`;
  return `${columns([], own, width)}\nAt ${there.address} (${there.origin}):\n${columns([], rowsOf(there, program.version), width)}`;
}

function rowsOf({ server, planes }: VersionsThere, version: string): string[][] {
  const judged = isServerSupported(server.version) ? 'supported' : `too old: at least ${server.versionMin} is needed`;
  const remark = (theirs: string | undefined): string => {
    if (theirs === undefined) return ', which did not say';
    return theirs === version ? '' : ', not the version of this program';
  };
  const seen = planes.map(({ plane, instance, version: theirs }) => [
    plane,
    theirs ?? '?',
    `${instance}${remark(theirs)}`,
  ]);
  const missing = ['dome', 'domed'].filter((plane) => planes.every((one) => one.plane !== plane));
  return [['nats-server', server.version, judged], ...seen, ...missing.map((plane) => [plane, '-', 'does not answer'])];
}
