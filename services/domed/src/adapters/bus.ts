import type { connectPlane } from '@dome/bus';

/** Named after its factory: nothing here uses the client's own interface. */
export type Bus = Awaited<ReturnType<typeof connectPlane>>;
