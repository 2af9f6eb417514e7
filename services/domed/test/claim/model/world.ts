// One state of the model in three 32-bit words, so that millions of them fit in memory and are compared at once.
// Every field is a small integer; the layouts below are the only place that knows the bits.

export interface World {
  /** Four bits a command: its delivery (see `delivery`). */
  readonly commands: number;
  /** 0: no entry; else 1 + the index of the command that owns the key. */
  readonly ledger: number;
  /** Bit i: the note that refuses command i. Bit 3: a cancel was requested. */
  readonly notes: number;
  readonly cancel: number;
  /** Two bits each: crashes, pauses, retries, drains that may still happen. */
  readonly budget: number;
  /** Bit i: the work of command i ran (the first command with that chain and digest stands for all). */
  readonly ran: number;
  /** Bits of the events outside the protocol: see `late`. */
  readonly late: number;
  readonly chain0: number;
  readonly chain1: number;
  readonly daemon0: number;
  readonly daemon1: number;
  /** Bit w: an attempt was started under a later delivery of daemon w's command than its own. */
  readonly overtaken: number;
}

export const cancelNote = 8;
export const late = { queue: 1, total: 2, later: 4, drift: 8 } as const;
export const cancelStep = { off: 0, asked: 1, writing: 2, noting: 3, done: 4 } as const;
export const fault = { crash: 0, pause: 2, retry: 4, drain: 6 } as const;

export const left = (budget: number, kind: keyof typeof fault): number => (budget >> fault[kind]) & 3;
export const spend = (budget: number, kind: keyof typeof fault): number => budget - (1 << fault[kind]);

/** absent 0, acked 1, ready with n deliveries so far 2 + n, pending at daemon w as its nth delivery 6 + 4w + n. */
export const delivery = {
  absent: 0,
  acked: 1,
  ready: (count: number): number => 2 + count,
  pending: (daemon: number, count: number): number => 6 + 4 * daemon + count,
  isReady: (code: number): boolean => code >= 2 && code < 6,
  isPending: (code: number): boolean => code >= 6,
  /** Of a ready one: how often it was delivered. */
  countOf: (code: number): number => code - 2,
  /** Of a pending one. */
  holder: (code: number): { readonly who: 0 | 1; readonly count: number } =>
    code < 10 ? { who: 0, count: code - 6 } : { who: 1, count: code - 10 },
} as const;
export const deliveryOf = (commands: number, command: number): number => (commands >> (4 * command)) & 15;
export const withDelivery = (commands: number, command: number, code: number): number =>
  (commands & ~(15 << (4 * command))) | (code << (4 * command));

export const life = { up: 0, paused: 1, down: 2 } as const;
export const step = { idle: 0, claim: 1, read: 2, back: 3, end: 4, nak: 5, run: 6 } as const;
export const ledgerAnswer = { none: 0, created: 1, exists: 2 } as const;
export const startAnswer = { none: 0, stored: 1, notStored: 2 } as const;

export interface Daemon {
  readonly life: number;
  readonly step: number;
  readonly command: number;
  readonly deliveryCount: number;
  readonly ledgerAnswer: number;
  readonly startAnswer: number;
  /** Sequence of its last `started`, from 1; 0 for none. */
  readonly epoch: number;
}

export const idle = 0;
export const down = life.down;

export const packDaemon = (d: Daemon): number =>
  d.life |
  (d.step << 2) |
  (d.command << 5) |
  (d.deliveryCount << 7) |
  (d.ledgerAnswer << 9) |
  (d.startAnswer << 11) |
  (d.epoch << 13);

export const unpackDaemon = (code: number): Daemon => ({
  life: code & 3,
  step: (code >> 2) & 7,
  command: (code >> 5) & 3,
  deliveryCount: (code >> 7) & 3,
  ledgerAnswer: (code >> 9) & 3,
  startAnswer: (code >> 11) & 3,
  epoch: (code >> 13) & 15,
});

export type Words = [number, number, number];

export const packWorld = (world: World): Words => [
  (world.commands |
    (world.ledger << 12) |
    (world.notes << 14) |
    (world.cancel << 18) |
    (world.budget << 21) |
    (world.ran << 29)) >>>
    0,
  (world.chain0 | (world.daemon0 << 12) | ((world.late & 7) << 29)) >>> 0,
  (world.chain1 | (world.daemon1 << 12) | ((world.late >> 3) << 29) | (world.overtaken << 30)) >>> 0,
];

export const unpackWorld = (a: number, b: number, c: number): World => ({
  commands: a & 0xfff,
  ledger: (a >>> 12) & 3,
  notes: (a >>> 14) & 15,
  cancel: (a >>> 18) & 7,
  budget: (a >>> 21) & 255,
  ran: a >>> 29,
  late: (b >>> 29) | (((c >>> 29) & 1) << 3),
  overtaken: c >>> 30,
  chain0: b & 0xfff,
  daemon0: (b >>> 12) & 0x1ffff,
  chain1: c & 0xfff,
  daemon1: (c >>> 12) & 0x1ffff,
});
