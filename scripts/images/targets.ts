// The images of an installation, as the Dockerfile names them.

/** Each is a target of the Dockerfile; `service` is the folder whose packages are in it. */
export const IMAGES = [
  { target: 'dome', service: 'services/dome' },
  { target: 'domed', service: 'services/domed' },
  { target: 'domed-examples', service: 'services/domed' },
  { target: 'tools', service: 'services/cli' },
] as const;

export type ImageTarget = (typeof IMAGES)[number]['target'];

/** What the Dockerfile builds on unless it is told otherwise. */
export const BASE_IMAGES = ['node:24-bookworm-slim', 'debian:bookworm-slim'] as const;

export const imageName = (target: ImageTarget, version: string): string => `dome-run/${target}:${version}`;
