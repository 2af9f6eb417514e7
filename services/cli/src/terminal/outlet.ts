// Text and bytes on their way to standard output or standard error. A writer waits for a slow reader, so that memory stays bounded;
// a reader that is gone costs nothing more.

export interface Outlet {
  readonly stream: NodeJS.WriteStream;
  /**
   * Writes in the order of the calls. Resolves when the reader can take more; a caller that writes a lot awaits
   * it. Never rejects.
   */
  write(content: string | Uint8Array): Promise<void>;
  /** The reader is behind, and further text would wait for it. */
  readonly isFull: boolean;
  /** Aborted, with the system's error, when nothing can be written any more. */
  readonly closed: AbortSignal;
  /** Resolves when everything has been written, or nothing can be written any more. */
  flushed(): Promise<void>;
}

/** @param stream nobody else writes to it */
export function outletOf(stream: NodeJS.WriteStream): Outlet {
  const closed = new AbortController();
  let drained: PromiseWithResolvers<void> | undefined;
  const goOn = (): void => {
    drained?.resolve();
    drained = undefined;
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
      return drained !== undefined || stream.writableNeedDrain;
    },
    write(content) {
      if (closed.signal.aborted || stream.write(content)) return Promise.resolve();
      drained ??= Promise.withResolvers();
      return drained.promise;
    },
    flushed: () =>
      new Promise((resolve) => {
        if (closed.signal.aborted) resolve();
        else stream.write('', () => resolve());
      }),
  };
}

/**
 * The errors of a pipe, a socket or a terminal whose other end is closed. Any other, such as a full disk, is a failure.
 */
const GONE: readonly unknown[] = ['EPIPE', 'ECONNRESET'];

/** Whether the outlet is closed because its reader has seen enough, which is no failure. */
export function isReaderGone({ closed }: Pick<Outlet, 'closed'>): boolean {
  const reason: unknown = closed.reason;
  return reason instanceof Error && 'code' in reason && GONE.includes(reason.code);
}
