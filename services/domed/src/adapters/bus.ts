import type { connectBus } from '@dome/bus';

/** The connection, by the name that its factory gives it: nothing here speaks the client's own interface. */
export type Bus = Awaited<ReturnType<typeof connectBus>>;
