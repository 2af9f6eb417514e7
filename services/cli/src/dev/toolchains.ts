// What the skills of a development stack know of the machine: where its tools live. A shell that runs `cargo test` has
// these variables, often as the only trace of a toolchain outside the home folder (containers of languages are made so),
// and a skill that runs the same command needs them, too. In production an operator names what passes.

const TOOL_HOMES = [
  'ANDROID_HOME',
  'CARGO_HOME',
  'DOTNET_ROOT',
  'GOPATH',
  'GOROOT',
  'GRADLE_USER_HOME',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'JAVA_HOME',
  'NODE_EXTRA_CA_CERTS',
  'NO_PROXY',
  'NVM_DIR',
  'PYENV_ROOT',
  'RUSTUP_HOME',
  'VIRTUAL_ENV',
  'https_proxy',
  'http_proxy',
  'no_proxy',
] as const;

/** The value of `DOME_PASS_ENV` for the daemons: the developer's own, or those of these variables that are set. */
export function passedToSkills(env: Readonly<Record<string, string | undefined>>): string {
  return env['DOME_PASS_ENV'] ?? TOOL_HOMES.filter((name) => (env[name] ?? '') !== '').join(',');
}
