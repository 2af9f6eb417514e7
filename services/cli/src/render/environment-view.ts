// What stands where, for people.

import { shortDigest } from '@dome/contracts';
import type { EnvironmentView } from '@dome/contracts';

import type { Sink } from '../terminal/io.ts';
import { harmless, oneLine } from '../terminal/style.ts';
import { columns, table } from './columns.ts';

export function environmentsText(environments: readonly EnvironmentView[], { columns: width }: Sink): string {
  if (environments.length === 0) return 'The law has no environment.\n';
  const head = ['ENVIRONMENT', 'ARTIFACT', 'DIGEST', 'SINCE', 'RUN', 'DECIDED BY'];
  const rows = environments.flatMap(({ name, standing }) =>
    standing.length === 0
      ? [[name, 'nothing', '', '', '', '']]
      : standing.map((one) => [
          name,
          harmless(one.name),
          shortDigest(one.digest),
          one.since,
          one.runId,
          decidedBy(one.decidedBy),
        ]),
  );
  return table({ head, rows, width, spare: ['SINCE', 'DIGEST'], lastWidthMin: 10 });
}

const decidedBy = (people: readonly string[]): string =>
  people.length === 0 ? 'policy' : people.map(harmless).join(', ');

export function environmentText({ name, version, title, standing, underWay }: EnvironmentView, sink: Sink): string {
  const { paint, columns: width } = sink;
  const law = version === undefined ? 'not in the law' : `@${version}`;
  const said = title === undefined ? '' : `   ${oneLine(title)}`;
  const head = `${paint('bold', name)}${version === undefined ? `   ${law}` : law}${said}\n`;
  const stands = standing.map((one) => [
    `  ${harmless(one.name)}`,
    one.digest,
    `from ${one.from} since ${one.since}, run ${one.runId}, decided by ${decidedBy(one.decidedBy)}`,
  ]);
  const goes = underWay.map((one) => [
    `  ${harmless(one.name)}`,
    one.digest,
    `from ${one.from}, under way in run ${one.runId} since ${one.decidedAt}`,
  ]);
  const rows = [...stands, ...goes];
  return head + (rows.length === 0 ? '  nothing stands here\n' : columns([], rows, width));
}
