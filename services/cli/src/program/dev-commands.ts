import { POOL_DEFAULT } from '@dome/contracts';
import { Option } from 'commander';
import type { Command } from 'commander';

import { dev } from '../commands/dev.ts';
import { servePlane } from '../commands/serve.ts';
import { ui } from '../commands/ui.ts';
import type { UiOptions } from '../commands/ui.ts';
import { topologyApply, topologyDiff } from '../commands/topology.ts';
import { usageError } from '../errors.ts';
import type { PlaneOptions } from '../commands/each-plane.ts';
import { collect, count, name, names, port, time } from './parse.ts';
import { topologySettings, withTopologySettings } from './topology-settings.ts';
import type { RawTopologySettings } from './topology-settings.ts';
import type { Bind } from './work.ts';

/** For a developer who kills a daemon to see what happens; an installation waits longer. */
const ACK_WAIT_MS = 5_000;

/** A cluster that starts from nothing, on machines that fetch its images first. */
const WAIT_MS = 300_000;

interface RawDev {
  readonly skills?: string;
  readonly law?: string;
  readonly secrets?: string;
  readonly persist?: string;
  readonly port?: number;
  readonly domed: number;
  readonly slots: number;
  readonly pool: string;
  readonly ackWait: number;
  readonly reader?: readonly string[];
  readonly verbose?: boolean;
  readonly http?: boolean;
  readonly ui: boolean;
  readonly uiPort?: number;
  readonly origin?: readonly string[];
}

export function addDevCommands(program: Command, bind: Bind): void {
  program
    .command('dev')
    .description('run a whole stack on this machine, in one process tree, until Ctrl-C')
    .option('--skills <dir>', 'folder of the skill catalogue (default: skills in ./dome, . or ./examples)')
    .option(
      '--law <dir>',
      'folder of the first law: access, policies, environments (default: law in ./dome, . or ./examples)',
    )
    .option(
      '--secrets <dir>',
      'folder of secrets for skills, a file for each (default: secrets in ./dome, . or ./examples)',
    )
    .option('--reader <name>', 'broker user of a program that reads with a durable; may be repeated', names)
    .option('--persist <dir>', 'keep streams and caches here')
    .option('--port <port>', 'port of the broker (default: 4222, or a free one if it is taken; 0: a free one)', port)
    .option('--domed <count>', 'number of daemons', count, 1)
    .option('--slots <count>', 'parallel jobs per daemon', count, 4)
    .option('--pool <name>', 'pool of the daemons', name, POOL_DEFAULT)
    .addOption(
      new Option('--ack-wait <duration>', 'time until a lost daemon is noticed')
        .argParser(time)
        .default(ACK_WAIT_MS, '5s'),
    )
    .option('--http', 'answer probes and metrics of each plane at a free port, and say which')
    .option('--ui-port <port>', 'port of the console (default: 4280, or a free one if it is taken)', port)
    .option('--no-ui', 'serve no console')
    .option('--origin <url>', 'a page of another server may connect to the broker; may be repeated', collect)
    .option('-v, --verbose', 'show everything that the planes log')
    .action(bind((context, raw: RawDev) => dev(context, devOptions(raw))));
  program
    .command('ui')
    .description('open the console of a stack that runs, or one for any installation, until Ctrl-C')
    .option('--websocket <url>', 'where a browser reaches the broker: wss://nats.example.org:8443')
    .option('--ui-port <port>', 'port of the console (default: 4280, or a free one if it is taken)', port)
    .action(bind((context, raw: UiOptions) => ui(context, raw)));
  program
    .command('serve')
    .description('run the control plane alone, configured by DOME_* variables')
    .helpOption(false)
    .option('-h, --help', 'those variables')
    .action(bind((_context, raw: { help?: boolean }) => servePlane('dome', raw.help === true ? ['--help'] : [])));
  addTopology(program, bind);
}

function devOptions(raw: RawDev): Parameters<typeof dev>[1] {
  const { domed, slots, pool, ackWait, verbose, http, ui: hasUi, uiPort, origin = [] } = raw;
  return {
    domed,
    slots,
    pool,
    ackWaitMs: ackWait,
    verbose: verbose === true,
    http: http === true,
    ui: hasUi,
    origins: origin,
    ...(uiPort === undefined ? {} : { uiPort }),
    readers: raw.reader ?? [],
    ...(raw.skills === undefined ? {} : { skills: raw.skills }),
    ...(raw.law === undefined ? {} : { law: raw.law }),
    ...(raw.secrets === undefined ? {} : { secrets: raw.secrets }),
    ...(raw.persist === undefined ? {} : { persist: raw.persist }),
    ...(raw.port === undefined ? {} : { port: raw.port }),
  };
}

interface RawTopology extends RawTopologySettings {
  readonly account?: 'DOMED' | 'DOME';
  readonly reader?: string;
  readonly filter?: readonly string[];
  readonly wait?: number | true;
}

function addTopology(program: Command, bind: Bind): void {
  const topology = program.command('topology').description('streams, buckets and consumers: declared and held');
  const withOptions = (command: Command): Command =>
    withTopologySettings(command)
      .addOption(new Option('--account <name>', 'only this plane').choices(['DOMED', 'DOME']))
      .option('--reader <name>', 'include the durables of this program that reads', name)
      .option('--filter <subject>', 'what that program reads (default: everything); may be repeated', collect)
      .option('--wait [duration]', 'wait for the server, JetStream and every leader (default: 5m)', time);
  withOptions(topology.command('diff').description('show what differs (exit 8 if anything does)')).action(
    bind((context, raw: RawTopology) => topologyDiff(context, topologyOptions(raw))),
  );
  withOptions(topology.command('apply').description('create and update, never delete')).action(
    bind((context, raw: RawTopology) => topologyApply(context, topologyOptions(raw))),
  );
}

function topologyOptions(raw: RawTopology): PlaneOptions {
  const { reader, filter = [], wait } = raw;
  if (reader === undefined && filter.length > 0) throw usageError('--filter needs --reader.', 'Name the program.');
  return {
    ...(reader === undefined ? {} : { reader: { name: reader, filters: filter } }),
    ...(raw.account === undefined ? {} : { account: raw.account }),
    ...(wait === undefined ? {} : { waitMs: wait === true ? WAIT_MS : wait }),
    ...topologySettings(raw),
  };
}
