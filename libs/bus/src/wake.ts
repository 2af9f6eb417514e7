/** A flag to wait for: news that comes while nobody waits is kept, and any number of news counts as one. */
export interface Wake extends Disposable {
  set(): void;
  clear(): void;
  /** Resolves at once if the flag is set, else when it is set or the time is over; returns whether it is set. */
  wait(timeoutMs: number): Promise<boolean>;
}

export function createWake(): Wake {
  let isSet = false;
  let waiter: PromiseWithResolvers<void> | undefined;
  const set = (): void => {
    isSet = true;
    waiter?.resolve();
  };
  return {
    set,
    clear: () => void (isSet = false),
    wait: async (timeoutMs) => {
      if (isSet) return true;
      waiter = Promise.withResolvers<void>();
      const timer = setTimeout(waiter.resolve, timeoutMs);
      await waiter.promise;
      clearTimeout(timer);
      return isSet;
    },
    [Symbol.dispose]: set,
  };
}
