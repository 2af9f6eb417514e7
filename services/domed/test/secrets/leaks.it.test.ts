// A skill that leaks its secrets in every way that it has, on a real broker. Afterwards nothing that the daemon sent, stored,
// logged or left in a file holds a secret, in any of the forms that the daemon promises to know.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { dataOf, phasesOf, setStream, startStack } from '../support/stack.ts';
import type { Daemon, Stack } from '../support/stack.ts';

const skillsDir = fileURLToPath(new URL('../fixtures/secret-skills/', import.meta.url));

const TOKEN = 'p@ss/w0rd+"q\\z%41 é~01:23,;45=';
const KEY_LINES = [
  '-----BEGIN SIGNING KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj',
  'MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu',
  'NMoSfm76oqFvAp8Gy0iz5sxjZmSnXyCdPEovGhLa0VzMaQ8s+CLOyS56YyCFGeJZ',
  '-----END SIGNING KEY-----',
];
const KEY = `${KEY_LINES.join('\n')}\n`;

/** Written here once more, and not taken from the daemon. */
function formsOf(secret: string): string[] {
  const shifted = [0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + secret)
      .toString('base64')
      .replaceAll('=', '');
    return text.slice([0, 2, 3][before], -1);
  });
  const percent = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const json = JSON.stringify(secret).slice(1, -1);
  const urlSafe = shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    percent,
    percent.toUpperCase(),
  ].concat(shifted, urlSafe);
}

const forms = [TOKEN, KEY.trimEnd(), ...KEY_LINES].flatMap(formsOf).map((form) => Buffer.from(form));

const node = (script: string): string => `node -e '${script}'`;
const T = 'process.env.TOKEN';
const say = (expression: string): string => node(`console.log(${expression})`);
const F = '"$DOME_SECRETS/SIGNING_KEY"';
const K = 'require("fs").readFileSync(process.env.DOME_SECRETS+"/SIGNING_KEY","utf8")';

const attempts: Record<string, string> = {
  'on standard output': 'printf "%s\\n" "$TOKEN"',
  'on standard error': 'printf "%s\\n" "$TOKEN" >&2',
  'in two writes': node(
    `const t=${T}; process.stdout.write("a "+t.slice(0,9)); setTimeout(()=>process.stdout.write(t.slice(9)+"\\n"),60)`,
  ),
  'byte by byte': node(`const b=Buffer.from(${T}); for (const x of b) require("fs").writeSync(1,Buffer.from([x]))`),
  'without a line end, before it is killed': 'printf %s "$TOKEN"; kill -9 $$',
  'in base64': 'printf %s "$TOKEN" | base64 -w0',
  'in base64 after one byte': 'printf "x%s" "$TOKEN" | base64 -w0',
  'in base64 after two bytes': 'printf "xy%s and more" "$TOKEN" | base64 -w0',
  'in the base64 of URLs': say(`Buffer.from("user:"+${T}).toString("base64url")`),
  'as a header': say(`"Authorization: Basic "+Buffer.from("ci:"+${T}).toString("base64")`),
  'encoded for a URL': say(`encodeURIComponent(${T})`),
  'in a URL': say(`new URL("https://ci:"+encodeURIComponent(${T})+"@host/?t="+encodeURIComponent(${T})).href`),
  'with every byte encoded': say(`[...Buffer.from(${T})].map((b)=>"%"+b.toString(16)).join("")`),
  'as a form': say(`new URLSearchParams({t:${T}}).toString()`),
  'encoded twice': say(`encodeURIComponent(encodeURIComponent(${T}))`),
  'in JSON': say(`JSON.stringify({token:${T}})`),
  'in JSON inside of JSON': say(`JSON.stringify(JSON.stringify({token:${T}}))`),
  'as escapes of JSON': say(`[...${T}].map((c)=>"\\\\u"+c.charCodeAt(0).toString(16).padStart(4,"0")).join("")`),
  'as a shell quotes it': 'printf "%q\\n" "$TOKEN"',
  'a value of several lines': `cat ${F}`,
  'a value of several lines, on standard error': `cat ${F} >&2`,
  'its lines indented, with others between': `while read -r line; do echo "   > $line"; echo between; done <${F}`,
  'its lines with carriage returns': `sed 's/$/\\r/' ${F}`,
  'its lines in JSON': say(`JSON.stringify({key:${K}})`),
  'all lines in base64': `base64 -w0 ${F}`,
  'all lines in base64, broken over lines': `base64 ${F}; base64 -w 40 ${F}`,
  'all lines encoded for a URL': say(`encodeURIComponent(${K})`),
  'half of a line': `sed -n 2p ${F} | cut -c1-40`,
  'alternating between both streams': `while read -r line; do echo "$line"; echo "$line" >&2; done <${F}`,
  'in a line that is cut': node(`console.log("x".repeat(65536-12)+${T})`),
  'in an annotation': 'printf "::error file=%s,line=3,title=%s::%s\\n" "$TOKEN" "$TOKEN" "no $TOKEN"',
  'in an annotation of several lines': say(`"::warning::"+${K}.replaceAll("%","%25").replaceAll("\\n","%0A")`),
  'in a progress': 'printf "::progress value=0.5::%s\\n" "$TOKEN"',
  'as a token that stops commands': 'printf "::stop-commands::%s\\n::error::x\\n::%s::\\n" "$TOKEN" "$TOKEN"',
  'after hiding a part of it': 'printf "::add-mask::%s\\n%s\\n" "${TOKEN:0:6}" "$TOKEN"',
  'in the summary': `printf "# %s\\n" "$TOKEN" >>"$DOME_SUMMARY"; cat ${F} >>"$DOME_SUMMARY"`,
  'in the summary in base64': `base64 -w0 ${F} >>"$DOME_SUMMARY"`,
  'in the output as lines': `printf "token=%s\\n" "$TOKEN" >>"$DOME_OUTPUT"; printf "key<<END\\n%sEND\\n" "$(cat ${F})
" >>"$DOME_OUTPUT"`,
  'in the output as JSON': `${say(`JSON.stringify({a:[{b:${T}}],c:encodeURIComponent(${T}),d:${K},e:Buffer.from(${K}).toString("base64")})`)} >>"$DOME_OUTPUT"`,
  'as a name in the output': `${say(`JSON.stringify({[${T}]:1,x:{["a"+${T}]:2}})`)} >>"$DOME_OUTPUT"`,
  'as a name that the output repeats': `${say(`"{"+JSON.stringify(${T})+":1,"+JSON.stringify(${T})+":2}"`)} >>"$DOME_OUTPUT"`,
  'as a line that is no output': `printf "%s<<%s\\n" "\${TOKEN// /}" "$TOKEN" | tr -d '=' >>"$DOME_OUTPUT"; printf "%s\\n" "$TOKEN" >>"$DOME_OUTPUT"`,
  'in an artifact': 'printf "{\\"t\\":\\"x\\"} %s" "$TOKEN" >"$DOME_ARTIFACTS/report.json"',
  'in an artifact in base64': `base64 -w0 ${F} >"$DOME_ARTIFACTS/report.json"`,
  'in an artifact, after a megabyte': `(head -c 1048570 /dev/zero; cat ${F}) >"$DOME_ARTIFACTS/report.json"`,
  'as the name of a file among artifacts': 'mkdir -p "$DOME_ARTIFACTS/report.json/${TOKEN//\\//_}"',
  'as what an artifact leads to': 'ln -s "/nowhere/${TOKEN}" "$DOME_ARTIFACTS/report.json"',
  'by /proc of its own': 'cat /proc/self/environ /proc/$$/environ /proc/1/environ; true',
  'by /proc of all': 'cat /proc/[0-9]*/environ 2>/dev/null; true',
  'by the environment of a grandchild': 'bash -c "bash -c env"; COPY="$TOKEN" bash -c "bash -c \'echo \\$COPY\'"',
  'by a trace of the shell': 'set -x; : "$TOKEN"; curl_token="$TOKEN"',
  'by the error of a program': 'ls "/nowhere/$TOKEN"; cat "/nowhere/$TOKEN"; "$TOKEN"; exit 3',
  'by a stack trace': node(`throw new Error("no "+${T})`),
  'after its process left the group': `setsid bash -c 'sleep 0.2; printf "%s\\n" "$TOKEN"' & wait`,
  'left in files of the job': `cp ${F} "$TMPDIR/key"; echo "$TOKEN" >"$PWD/token"`,
};

/** What is told of those that cannot be masked. */
const outcomes: Record<string, RegExp> = {
  'as a token that stops commands': /::error::x/,
  'in an artifact': /artifact report .* holds a secret/,
  'in an artifact in base64': /artifact report .* holds a secret/,
  'in an artifact, after a megabyte': /artifact report .* holds a secret/,
  'as the name of a file among artifacts': /artifact report .* is not a plain file/,
  'as what an artifact leads to': /"result":"success"/,
  'left in files of the job': /"result":"success"/,
};

const nodeAttempts = ['throw', 'fail', 'crash', 'output', 'context'];

let dir: string;
let stack: Stack;
let daemon: Daemon;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-leaks-'));
  // As Kubernetes mounts them.
  const version = join(dir, 'secrets', '..2026_01_01');
  mkdirSync(version, { recursive: true });
  symlinkSync('..2026_01_01', join(dir, 'secrets', '..data'));
  for (const [name, value] of [
    ['TOKEN', TOKEN],
    ['SIGNING_KEY', KEY],
  ] as const) {
    writeFileSync(join(version, name), value);
    symlinkSync(`..data/${name}`, join(dir, 'secrets', name));
  }
  stack = await startStack({
    skills: ['keyed', 'keyed-node'],
    skillsDir,
    store: { storeDir: join(dir, 'nats') },
  });
  // Compressed, its file would show nothing.
  await setStream(stack, 'JOB_LOGS', { compression: 'none' });
  daemon = await stack.daemon({
    slots: 8,
    env: {
      DOME_SECRETS: join(dir, 'secrets'),
      DOME_WORK_DIR: join(dir, 'work'),
      DOME_SECRETS_SALT: 'a salt of the test',
    },
  });
}, 60_000);
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

/** Files below the folder that hold a form of a secret; what vanishes meanwhile holds none. */
function filesWithSecrets(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const isTelling = (bytes: Buffer): boolean => forms.some((form) => bytes.includes(form));
    if (isTelling(Buffer.from(entry.name))) return [path];
    try {
      return entry.isFile() && isTelling(readFileSync(path)) ? [path] : [];
    } catch {
      return [];
    }
  });
}

describe('a secret', () => {
  test('is found by what looks for it here', () => {
    const planted = join(dir, 'planted');
    mkdirSync(planted);
    for (const [at, text] of [TOKEN, encodeURIComponent(TOKEN), Buffer.from(`a${KEY}`).toString('base64')].entries())
      writeFileSync(join(planted, String(at)), `before ${text} after`);
    writeFileSync(join(planted, 'none'), 'nothing');
    expect(filesWithSecrets(planted)).toHaveLength(3);
    rmSync(planted, { recursive: true });
  });

  test('leaves the host in none of these ways', { timeout: 120_000 }, async () => {
    const scripts = Object.entries(attempts);
    expect(scripts.length + nodeAttempts.length).toBeGreaterThanOrEqual(40);
    const jobs = [];
    for (const [what, script] of scripts)
      jobs.push({ what, job: await stack.send({ skill: 'keyed', input: { script } }) });
    for (const leak of nodeAttempts)
      jobs.push({ what: `a node skill: ${leak}`, job: await stack.send({ skill: 'keyed-node', input: { leak } }) });
    const ended = [];
    for (const { what, job } of jobs) ended.push({ what, job, chain: await stack.ended(job, 60_000) });
    for (const { what, job, chain } of ended) {
      const sent = JSON.stringify([chain, await stack.notes(job), await stack.logs(job)]);
      expect(forms.filter((form) => sent.includes(form.toString())).map(String), what).toEqual([]);
      expect(['succeeded', 'failed'], what).toContain(phasesOf(chain).at(-1));
    }
    // Each of them had something to hide, or left nothing at all.
    for (const { what, job, chain } of ended) {
      const said = JSON.stringify([dataOf(chain.at(-1)), await stack.logs(job)]);
      expect(said, what).toMatch(outcomes[what] ?? /\*\*\*/);
    }
    expect(filesWithSecrets(join(dir, 'nats'))).toEqual([]);
    expect(daemon.log.filter((line) => forms.some((form) => JSON.stringify(line).includes(form.toString())))).toEqual(
      [],
    );
  });

  test('is named in provenance with a salted digest, and is in no file when the daemon has ended', async () => {
    const job = await stack.send({ skill: 'keyed', input: { script: 'true' } });
    const { provenance } = dataOf((await stack.ended(job)).at(-1)) as { provenance: { secrets: unknown[] } };
    expect(provenance.secrets).toEqual([
      { name: 'TOKEN', saltedDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown },
      { name: 'SIGNING_KEY', saltedDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown },
    ]);
    await daemon.kill('SIGKILL');
    const ours = filesWithSecrets(dir).filter((path) => !path.startsWith(join(dir, 'secrets')));
    expect(ours).toEqual([]);
    expect(filesWithSecrets('/dev/shm')).toEqual([]);
  });
});
