// Every block of commands in the guides, with the test that runs it or the reason why none does. A block that is new fails
// `test/docs-blocks.test.ts` until it stands here.

/** Run by the test in this file, which names the page. */
interface Tried {
  readonly by: string;
}
/** Not run as it stands: why, and what else holds it. */
interface Untried {
  readonly because: string;
}
export type BlockFate = Tried | Untried;

const firstGate = { by: 'test/pages/first-gate.e2e.test.ts' };
const skills = { by: 'test/pages/skills.e2e.test.ts' };
const operating = { by: 'test/pages/operating.e2e.test.ts' };
const handsOn = { by: 'test/pages/hands-on.e2e.test.ts' };
const newcomer = { by: 'test/pages/newcomer.e2e.test.ts' };
const installation = { by: 'test/pages/installation.e2e.test.ts' };
const installed = {
  because:
    'it installs for the whole machine; test/e2e/installed.e2e.test.ts packs the same and installs it below a prefix of its own',
};
const readme = { by: 'test/readme.e2e.test.ts' };
const containers = { by: 'test/containers/installation.containers.ts' };
const sameContainers = {
  because:
    'it is a part of the block of README.md, as test/docs-blocks.test.ts sees, which test/containers/installation.containers.ts runs',
};
/** It asks kubectl and helm themselves whether they know each command and flag, and renders what is applied. */
const cluster = {
  because:
    'it needs a cluster of Kubernetes; test/manifests/readme.manifests.ts holds every word of it against the tools',
};

/** By page, and by the first line of each block. */
export const COMMAND_BLOCKS: Readonly<Record<string, Readonly<Record<string, BlockFate>>>> = {
  'README.md': {
    'npm run pack && npm install -g ./dist/dome-run-dome-*.tgz': installed,
    'dome init': firstGate,
    'npm run demo': {
      because: 'it installs the clone itself anew; CI runs it first, and test/docs-blocks.test.ts sees that it does',
    },
    'npm start': handsOn,
    'npm ci': containers,
    'cat >/dev/null': readme,
    'git add skills': readme,
  },
  'docs/cli.md': {
    'npm install -g ./dome-run-dome-0.1.0.tgz': installed,
    "echo 'source <(dome completion bash)' >>~/.bashrc": handsOn,
    'dome init the first skills, plans and law of your project': {
      because: 'it is a list of commands for different days; services/cli/test/docs.test.ts knows each of them',
    },
    'dome init': firstGate,
    'dome top grace @ nats://127.0.0.1:4222, nats-server 2.15.1 09:30:00 UTC, every 2s': {
      because: 'it is what a command prints; services/cli/test/render holds it',
    },
  },
  'docs/compatibility.md': {
    'npx dome contract diff': newcomer,
    'node scripts/contract-release.ts 0.2.0': newcomer,
  },
  'docs/console.md': { 'dome ui --websocket wss://nats.example.org:8443': handsOn },
  'docs/containers.md': {
    'docker run --read-only --cap-drop ALL --security-opt no-new-privileges dome-run/domed-examples:0.1.0': {
      because: 'it needs an engine for containers; test/containers starts every image with these flags where one is',
    },
    'npm ci': sameContainers,
    'npx dome run submit -f examples/release.plan.yaml && npx dome run wait @latest --for gate': sameContainers,
  },
  'docs/cursors.md': { 'npx dome dev': newcomer, 'npx dome dev --reader board': handsOn },
  'docs/dashboards.md': {
    'npx rolldown node_modules/@nats-io/nats-core/lib/mod.js --format esm --platform browser --file examples/dashboard/nats-core.js':
      { by: 'test/e2e/dashboard.e2e.test.ts' },
  },
  'docs/first-gate.md': {
    'mkdir greeter && cd greeter && git init -q': firstGate,
    'dome init': firstGate,
    'dome dev': firstGate,
    'dome run': firstGate,
    "sed -i.bak 's/Hello/Goodbye/' greet.js": firstGate,
    'dome run logs @latest --failed': firstGate,
    'mv greet.js.bak greet.js': firstGate,
    'dome run submit -f dome/release.plan.yaml': firstGate,
    "dome --user grace gate approve @latest/release -m 'the tests hold' --yes": firstGate,
  },
  'docs/gates.md': {
    '$ npx dome gate approve release-kjjk6ixh/release': { by: 'test/e2e/gate-get.e2e.test.ts' },
    'export CHAT_WEBHOOK=https://chat.example/hooks/…': {
      because:
        'the address is its reader’s own; test/e2e/gate-get.e2e.test.ts runs the same program for a chat of its own',
    },
  },
  'docs/installation.md': {
    'npx dome accounts render --people ada,grace --readers dashboard --passwords generate --out ~/dome': installation,
    'cp infra/nats/server.conf ~/dome': installation,
    'export NATS_URL="${NATS_URL:-nats://127.0.0.1:4222}"': installation,
    'DOME_NATS_URL=$NATS_URL DOME_NATS_PASSWORD_FILE=~/dome/passwords/dome \\': installation,
    'DOME_NATS_URL=$NATS_URL DOME_NATS_PASSWORD_FILE=~/dome/passwords/domed \\': installation,
    'export DOME_PASSWORDS=~/dome/passwords NATS_USER=ada': installation,
    'npx dome accounts render --people ada,grace,linus --readers dashboard --passwords generate --out ~/dome':
      installation,
  },
  'docs/law.md': {
    'npm start': newcomer,
    'npx dome law diff examples/law': newcomer,
    "nats --context dome-PEOPLE-barbara request dome.svc.dome.law.list '{}'": newcomer,
    'npx dome skill run promote --rehearse --artifact examples/release.plan.yaml -i name=plan.yaml -i directory=/tmp/dome-rehearsals':
      newcomer,
  },
  'docs/locks.md': {
    '$ dome run get @latest': newcomer,
    'psql -v token="$DOME_LOCK_1_TOKEN" <<\'SQL\'': {
      because:
        'it is a part of a skill that has a database; test/chaos/locks.e2e.test.ts runs skills that read the variable',
    },
    "$ dome lock break database:main -m 'the host is gone, its session hangs'": newcomer,
  },
  'docs/nats-cli.md': { '$ nats --context dome-OPERATOR stream ls': { by: 'test/pages/nats-typed.e2e.test.ts' } },
  'docs/observability.md': {
    'DOME_HTTP=:8080 npx dome serve': {
      because: 'the port may be taken; test/e2e/probes.e2e.test.ts starts both planes with the variable at a free one',
    },
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 npx dome serve': {
      because: 'the port may be taken; test/e2e/traces.e2e.test.ts starts both planes with the variable at a free one',
    },
  },
  'docs/operating.md': {
    'export NATS_URL="${NATS_URL:-nats://127.0.0.1:4222}" DOME_PASSWORDS=~/dome/passwords NATS_USER=ada': operating,
    'npx dome run get @latest': operating,
    'nats-server --signal stop="$HOME/dome/nats.pid"': operating,
    'rm -rf ~/dome/store': operating,
    'mkdir -m 700 ~/dome-streams': operating,
    'for plane in dome domed; do': operating,
    'DOME_PASSWORDS=~/dome/passwords npx dome topology diff --skills examples/skills --store 6GiB --reader dashboard || true':
      operating,
  },
  'docs/other-languages.md': {
    'pip install --require-hashes -r examples/python/requirements.txt': handsOn,
    '(cd examples/go && go build -o "$HOME/approve" .)': {
      because:
        'not every machine has Go; test/e2e/approve-examples.e2e.test.ts builds and runs the program where one has',
    },
    "quicktype --src-lang schema --src 'asyncapi.bundle.json#/components/schemas/' --lang go --out wire.go": {
      because:
        'the program is not installed here; test/generators/generated.e2e.test.ts makes the same with its library',
    },
    "node examples/node/execute.ts --user dome --skill noop --input '{}'": handsOn,
  },
  'docs/process-protocol.md': { '# hello/greet.sh, with `command: [bash, ./greet.sh]`': handsOn },
  'docs/secrets.md': { 'cat >/dev/null': newcomer, 'mkdir -m 700 secrets': newcomer },
  'docs/skills.md': {
    'dome skill init todo-limit --template bash': skills,
    'dome dev': skills,
    'dome skill run todo-limit --workspace . -i most=100': skills,
    'dome plan validate dome/tidy.plan.yaml': skills,
    'git mv dome/skills/todo-limit dome/skills/todo-limit@1.0.0': skills,
    'dome skill list': skills,
  },
  'docs/updates.md': { "dome skill drain lint@1.0.0 -m '1.1.0 takes over'": handsOn },
  'infra/helm/dome/README.md': {
    'npx dome accounts render --people ada,grace --passwords generate --out accounts': cluster,
    'kubectl create namespace dome': cluster,
  },
  'infra/k8s/README.md': {
    'npx dome accounts render --people ada,grace --passwords generate --out accounts': cluster,
    'kubectl apply -k infra/k8s/overlays/single': cluster,
    'kubectl -n dome port-forward service/nats 4222:4222 &': cluster,
    'mkdir law && cp examples/law/release.policy.yaml examples/law/staging.environment.yaml law': cluster,
    'kubectl -n dome create secret generic nats-tls --from-file=tls.crt --from-file=tls.key --from-file=ca.crt':
      cluster,
    "kubectl -n dome get secret nats-tls -o 'jsonpath={.data.ca\\.crt}' | base64 -d > ca.crt": cluster,
    'npx dome accounts render --people ada,grace,linus --passwords generate --out accounts': cluster,
  },
};
