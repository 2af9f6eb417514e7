import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { GateAddress } from '../inspect/address.ts';
import { gateText } from '../render/gate-view.ts';
import type { GateLook } from '../render/gate-look.ts';
import type { Sink } from '../terminal/io.ts';
import { typedCommand, typedLines } from '../typed-command.ts';
import { gateToShow, readGate } from './read-gate.ts';

export interface GateGetOptions {
  readonly address: GateAddress;
  readonly isFull: boolean;
}

/** For people, all that somebody needs who decides it; as data, the gate as the control plane answers. */
export async function showGate(context: Context, { address, isFull }: GateGetOptions): Promise<number> {
  await using connection = await context.connect();
  const { client } = connection;
  const detail = await client.gates.get(await gateToShow(client, address));
  if (context.globals.output !== 'table') {
    context.show({ value: detail, text: () => '' });
    return EXIT.success;
  }
  const story = await readGate(context, connection, detail);
  const { out } = context.io;
  await out.write(gateText(story, lookOf(context, out, isFull)));
  const { runId, gate, you, state } = detail;
  const name = `${runId}/${gate}`;
  if (state !== 'waiting') return EXIT.success;
  const next: [string, boolean][] = [
    ['approve', you.approve.allowed],
    ['reject', you.reject.allowed],
    ['withdraw', detail.asking?.votes.some(({ by }) => by === you.user) === true],
  ];
  for (const [verb, isPossible] of next) {
    if (!isPossible) continue;
    const words = typedCommand(context.globals, ['gate', verb, name]).split(' ');
    for (const line of typedLines(words, { indent: 2, width: context.io.err.columns })) context.note(line);
  }
  return EXIT.success;
}

export const lookOf = (context: Context, sink: Sink, isFull: boolean): GateLook => ({
  sink,
  symbols: context.symbols,
  nowMs: context.io.now(),
  isFull,
  typed: (...words) => typedCommand(context.globals, words),
});
