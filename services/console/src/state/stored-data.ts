import type { StoredMessage } from '@dome/bus/portable';
import { openStored } from '@dome/client/portable';
import { isEvent } from '@dome/contracts/portable';
import type { EventData, EventType } from '@dome/contracts/portable';

import { openMessage } from '../nats/open-message.ts';

/** What an event of the type says; undefined: the message is another one, or none that can be read. */
export function dataIn<Type extends EventType>(message: StoredMessage, type: Type): EventData[Type] | undefined {
  const opened = openStored(message, openMessage);
  return opened.kind === 'event' && isEvent(opened.event, type) ? opened.event.data : undefined;
}
