// How a skill may let its secrets out, carelessly or not: scripts of bash for a skill with the secret TOKEN in a variable and
// SIGNING_KEY in a file. A daemon masks what each of them prints, writes and returns, or does not store it.

/** Characters that each encoding writes in its own way. */
const TOKEN = 'p@ss/w0rd+"q\\z%41 é~01:23,;45=';
const KEY_LINES = [
  '-----BEGIN SIGNING KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj',
  'MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu',
  'NMoSfm76oqFvAp8Gy0iz5sxjZmSnXyCdPEovGhLa0VzMaQ8s+CLOyS56YyCFGeJZ',
  '-----END SIGNING KEY-----',
];
const KEY = `${KEY_LINES.join('\n')}\n`;

/** By their names. */
export const LEAKED_SECRETS = { TOKEN, SIGNING_KEY: KEY } as const;

/** Each line of the key counts as a secret, too. */
export const LEAKED_VALUES: readonly string[] = [TOKEN, KEY.trimEnd(), ...KEY_LINES];

const node = (script: string): string => `node -e '${script}'`;
const T = 'process.env.TOKEN';
const say = (expression: string): string => node(`console.log(${expression})`);
const F = '"$DOME_SECRETS/SIGNING_KEY"';
const K = 'require("fs").readFileSync(process.env.DOME_SECRETS+"/SIGNING_KEY","utf8")';

/** By kind, and within it by what it does. */
export const LEAK_WAYS = {
  'both streams': {
    'on standard output': 'printf "%s\\n" "$TOKEN"',
    'on standard error': 'printf "%s\\n" "$TOKEN" >&2',
    'alternating between both streams': `while read -r line; do echo "$line"; echo "$line" >&2; done <${F}`,
    'a value of several lines': `cat ${F}`,
    'a value of several lines, on standard error': `cat ${F} >&2`,
    'by a trace of the shell': 'set -x; : "$TOKEN"; curl_token="$TOKEN"',
    'after its process left the group': `setsid bash -c 'sleep 0.2; printf "%s\\n" "$TOKEN"' & wait`,
  },
  splits: {
    'in two writes': node(
      `const t=${T}; process.stdout.write("a "+t.slice(0,9)); setTimeout(()=>process.stdout.write(t.slice(9)+"\\n"),60)`,
    ),
    'byte by byte': node(`const b=Buffer.from(${T}); for (const x of b) require("fs").writeSync(1,Buffer.from([x]))`),
    'without a line end, before it is killed': 'printf %s "$TOKEN"; kill -9 $$',
    'its lines indented, with others between': `while read -r line; do echo "   > $line"; echo between; done <${F}`,
    'its lines with carriage returns': `sed 's/$/\\r/' ${F}`,
    'half of a line': `sed -n 2p ${F} | cut -c1-40`,
    'in a line that is cut': node(`console.log("x".repeat(65536-12)+${T})`),
    'after hiding a part of it': 'printf "::add-mask::%s\\n%s\\n" "${TOKEN:0:6}" "$TOKEN"',
    'all lines in base64, broken over lines': `base64 ${F}; base64 -w 40 ${F}`,
  },
  encodings: {
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
    'its lines in JSON': say(`JSON.stringify({key:${K}})`),
    'all lines in base64': `base64 -w0 ${F}`,
    'all lines encoded for a URL': say(`encodeURIComponent(${K})`),
  },
  annotation: {
    'in an annotation': 'printf "::error file=%s,line=3,title=%s::%s\\n" "$TOKEN" "$TOKEN" "no $TOKEN"',
    'in an annotation of several lines': say(`"::warning::"+${K}.replaceAll("%","%25").replaceAll("\\n","%0A")`),
    'in a progress': 'printf "::progress value=0.5::%s\\n" "$TOKEN"',
    'as a token that stops commands': 'printf "::stop-commands::%s\\n::error::x\\n::%s::\\n" "$TOKEN" "$TOKEN"',
  },
  summary: {
    'in the summary': `printf "# %s\\n" "$TOKEN" >>"$DOME_SUMMARY"; cat ${F} >>"$DOME_SUMMARY"`,
    'in the summary in base64': `base64 -w0 ${F} >>"$DOME_SUMMARY"`,
  },
  output: {
    'in the output as lines': `printf "token=%s\\n" "$TOKEN" >>"$DOME_OUTPUT"; printf "key<<END\\n%sEND\\n" "$(cat ${F})
" >>"$DOME_OUTPUT"`,
    'in the output as JSON': `${say(`JSON.stringify({a:[{b:${T}}],c:encodeURIComponent(${T}),d:${K},e:Buffer.from(${K}).toString("base64")})`)} >>"$DOME_OUTPUT"`,
    'as a name in the output': `${say(`JSON.stringify({[${T}]:1,x:{["a"+${T}]:2}})`)} >>"$DOME_OUTPUT"`,
    'as a name that the output repeats': `${say(`"{"+JSON.stringify(${T})+":1,"+JSON.stringify(${T})+":2}"`)} >>"$DOME_OUTPUT"`,
    'as a line that is no output': `printf "%s<<%s\\n" "\${TOKEN// /}" "$TOKEN" | tr -d '=' >>"$DOME_OUTPUT"; printf "%s\\n" "$TOKEN" >>"$DOME_OUTPUT"`,
  },
  artifact: {
    'in an artifact': 'printf "{\\"t\\":\\"x\\"} %s" "$TOKEN" >"$DOME_ARTIFACTS/report.json"',
    'in an artifact in base64': `base64 -w0 ${F} >"$DOME_ARTIFACTS/report.json"`,
    'in an artifact, after a megabyte': `(head -c 1048570 /dev/zero; cat ${F}) >"$DOME_ARTIFACTS/report.json"`,
  },
  'artifact name': {
    'as the name of a file among artifacts': 'mkdir -p "$DOME_ARTIFACTS/report.json/${TOKEN//\\//_}"',
    'as what an artifact leads to': 'ln -s "/nowhere/${TOKEN}" "$DOME_ARTIFACTS/report.json"',
  },
  'error of the program': {
    'by the error of a program': 'ls "/nowhere/$TOKEN"; cat "/nowhere/$TOKEN"; "$TOKEN"; exit 3',
    'by a stack trace': node(`throw new Error("no "+${T})`),
  },
  '/proc': {
    'by /proc of its own': 'cat /proc/self/environ /proc/$$/environ /proc/1/environ; true',
    'by /proc of all': 'cat /proc/[0-9]*/environ 2>/dev/null; true',
  },
  'environment of a grandchild': {
    'by the environment of a grandchild': 'bash -c "bash -c env"; COPY="$TOKEN" bash -c "bash -c \'echo \\$COPY\'"',
  },
  'files of the job': {
    'left in files of the job': `cp ${F} "$TMPDIR/key"; echo "$TOKEN" >"$PWD/token"`,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
