// A collector in a process of its own: what it costs is not counted.
import { startOtlpReceiver } from '@dome/testkit';

const receiver = await startOtlpReceiver();
process.send?.({ endpoint: receiver.endpoint });
