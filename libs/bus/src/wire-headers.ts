import { DomeError } from '@dome/contracts';
import { MsgHdrsImpl } from '@nats-io/transport-node';

const NAME_PATTERN = /^[!-9;-~]+$/;
const LINE_BREAK = /[\r\n]/;
const encoder = new TextEncoder();

/**
 * Headers that are written once and sent as they are: the client's own map of arrays costs more to fill and to encode
 * than the whole rest of a publish.
 */
export class WireHeaders extends MsgHdrsImpl {
  readonly #bytes: Uint8Array;

  /** @throws INVALID_REQUEST on a name or value that would start another line */
  constructor(pairs: readonly (readonly [name: string, value: string])[]) {
    super();
    let block = 'NATS/1.0\r\n';
    for (const [name, value] of pairs) {
      if (!NAME_PATTERN.test(name) || LINE_BREAK.test(value)) {
        throw new DomeError('INVALID_REQUEST', {
          detail: `The header ${JSON.stringify(name)} cannot be sent: a name has no space or colon, a value no line break.`,
        });
      }
      block += `${name}: ${value}\r\n`;
    }
    this.#bytes = encoder.encode(`${block}\r\n`);
  }

  get byteLength(): number {
    return this.#bytes.length;
  }

  override encode(): Uint8Array {
    return this.#bytes;
  }
}
