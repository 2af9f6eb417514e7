import { MESSAGE_HEADERS } from './generated/headers.ts';

/** What stands beside the bytes of an artifact that travels in parts; each is a whole number from 0. */
export const ARTIFACT_HEADERS = {
  chunk: MESSAGE_HEADERS['Dome-Chunk'],
  size: MESSAGE_HEADERS['Dome-Size'],
  offset: MESSAGE_HEADERS['Dome-Offset'],
} as const;
