import type { DomeEvent } from './event.ts';
import type { EventType } from './generated/messages.ts';

export function isEvent<Type extends EventType>(event: { type: string }, type: Type): event is DomeEvent<Type> {
  return event.type === type;
}
