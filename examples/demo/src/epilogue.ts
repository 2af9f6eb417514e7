// The same with stock tools: commands that show what was told, on the broker of the story. The contexts they name are in
// the demo's folder, so that nobody's own are touched.

import { join } from 'node:path';

import { padEnd, shellQuoted, writeContexts } from '@dome/cli';
import { filters, STREAMS } from '@dome/contracts';

import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

/** What it shows, and the arguments after `nats --context dome-`. */
export function natsCommands(runId: string): (readonly [what: string, words: string])[] {
  const { JOB_EVENTS, JOB_LOGS, RUN_EVENTS } = STREAMS;
  const history = (stream: string): string => `sub --stream ${stream} --direct --all -T`;
  const takeOver = filters.jobTransition({ skill: 'node-test', runId, phase: 'started' });
  return [
    ['both planes answer', 'PEOPLE-grace service ls'],
    ['where it is kept', 'OPERATOR stream ls'],
    ['jobs, event by event', `OPERATOR ${history(JOB_EVENTS)}`],
    ['the take-over', `OPERATOR sub --direct --last-per-subject -T '${takeOver}'`],
    ['what skills printed', `OPERATOR ${history(JOB_LOGS)}`],
    ['runs and decisions', `OPERATOR-runs ${history(RUN_EVENTS)}`],
  ];
}

export async function tellCommands(stage: Stage, runId: string, narrator: Narrator): Promise<void> {
  const { stack, folder } = stage;
  const config = join(folder, 'config');
  const people = [stage.ada.name, stage.grace.name];
  const reached = { prefix: 'dome', url: stack.url, passwords: stack.passwords, people };
  await writeContexts({ XDG_CONFIG_HOME: config }, reached);
  const commands = natsCommands(runId);
  const width = Math.max(...commands.map(([what]) => what.length));
  narrator.act('The same with stock commands, while the stage stands: npm run demo -- --keep');
  narrator.write(`  export XDG_CONFIG_HOME=${shellQuoted(config)}`);
  for (const [what, words] of commands) {
    narrator.write(`  ${narrator.paint('gray', `${padEnd(what, width)}  `)}nats --context dome-${words}`);
  }
}
