/** What stands beside the bytes of an artifact that travels in parts; each is a whole number from 0. */
export const ARTIFACT_HEADERS = { chunk: 'Dome-Chunk', size: 'Dome-Size', offset: 'Dome-Offset' } as const;
