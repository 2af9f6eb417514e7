// Text on its way to standard output or standard error. Its reader may be slow, stand still, or be gone: a writer waits for a
// slow one, so that memory stays bounded, and one that is gone costs nothing more.

export interface Outlet {
  readonly stream: NodeJS.WriteStream;
  /**
   * Texts leave in the order of the calls. Resolves when there is room for more; whoever writes much waits for it. Never
   * rejects.
   */
  write(text: string): Promise<void>;
  /** Its reader is behind, and more would wait for it. */
  readonly isFull: boolean;
  /** Aborted, with what the system said, when nothing can be written any more. */
  readonly closed: AbortSignal;
  /** Resolves when everything that was written has left, or nothing can leave any more. */
  flushed(): Promise<void>;
}

/** @param stream nobody else writes to it */
export function outletOf(stream: NodeJS.WriteStream): Outlet {
  const closed = new AbortController();
  let room: PromiseWithResolvers<void> | undefined;
  const goOn = (): void => {
    room?.resolve();
    room = undefined;
  };
  stream.on('drain', goOn);
  stream.on('error', (error) => {
    closed.abort(error);
    goOn();
  });
  return {
    stream,
    closed: closed.signal,
    get isFull() {
      return room !== undefined || stream.writableNeedDrain;
    },
    write(text) {
      if (closed.signal.aborted || stream.write(text)) return Promise.resolve();
      room ??= Promise.withResolvers();
      return room.promise;
    },
    flushed: () =>
      new Promise((resolve) => {
        if (closed.signal.aborted) resolve();
        else stream.write('', () => resolve());
      }),
  };
}

/** What a pipe, a socket or a terminal says whose other end is closed. Anything else, such as a full disk, is a failure. */
const GONE: readonly unknown[] = ['EPIPE', 'ECONNRESET'];

/** Whether the outlet is closed because its reader has seen enough, which is no failure. */
export function isReaderGone({ closed }: Pick<Outlet, 'closed'>): boolean {
  const reason: unknown = closed.reason;
  return reason instanceof Error && 'code' in reason && GONE.includes(reason.code);
}
