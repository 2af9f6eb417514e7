import type { ContractFinding } from '../finding.ts';
import { at, objectOf } from '../json.ts';
import { additive, breaking, findingOf, inside, listChange, settingFindings } from './change.ts';
import type { Contracts, SettingRule, ChangeVerdict } from './change.ts';
import { channelsOf, operationsOf } from './wire.ts';
import type { DeclaredChannel } from './wire.ts';

const BESIDE = 'Keep it, and bring the change on another channel beside it.';

export function channelChanges(contracts: Contracts): ContractFinding[] {
  const before = channelsOf(contracts.base);
  const after = channelsOf(contracts.head);
  const gone = before
    .filter(({ identity }) => !after.some((other) => other.identity === identity))
    .map(({ spot, identity }) => findingOf(contracts, { spot, touches: identity }, channelRemoved(identity)));
  const others = after.flatMap((channel) => {
    const old = before.find(({ identity }) => identity === channel.identity);
    const change = { spot: channel.spot, touches: channel.identity };
    if (old === undefined)
      return [findingOf(contracts, change, additive('channel-added', `The channel ${channel.identity} is added.`))];
    return [
      ...messageListFindings(contracts, old, channel),
      ...parameterFindings(contracts, old, channel),
      ...settingFindings(
        contracts,
        {
          spot: inside(channel.spot, 'x-dome-channel'),
          baseSpot: inside(old.spot, 'x-dome-channel'),
          touches: channel.identity,
        },
        { rules: SETTINGS, before: old.settings, after: channel.settings },
      ),
    ];
  });
  return [...gone, ...others, ...operationFindings(contracts)];
}

const channelRemoved = (identity: string): ChangeVerdict =>
  breaking('channel-removed', 'both', {
    says: `Those who write or read ${identity} in service find nobody there.`,
    instead: BESIDE,
  });

const fixed =
  (name: string): SettingRule =>
  () =>
    breaking(`channel-${name}-changed`, 'both', {
      says: `Its ${name} decides how it is written and read, and changed.`,
      instead: BESIDE,
    });

const SETTINGS: Readonly<Record<string, SettingRule>> = {
  kind: fixed('kind'),
  stream: fixed('stream'),
  liveOf: fixed('source'),
  service: fixed('service'),
  endpoint: fixed('endpoint'),
  writers: (before, after) => partyVerdict(listChange(before, after), 'writer'),
  // A contract that did not name its readers had them all the same.
  readers: (before, after) => (before === undefined ? undefined : partyVerdict(listChange(before, after), 'reader')),
};

function partyVerdict(
  { gone, added }: ReturnType<typeof listChange>,
  role: 'reader' | 'writer',
): ChangeVerdict | undefined {
  if (gone.length > 0)
    return breaking(`${role}-removed`, role, {
      says: `${gone.join(', ')} in service can no longer ${verbOf(role)} it.`,
      instead: `Keep every ${role}.`,
    });
  if (added.length === 0) return undefined;
  return {
    severity: 'loosening',
    kind: `${role}-added`,
    breaks: 'nobody',
    says: `${added.join(', ')} may now ${verbOf(role)} it.`,
    instead: 'Give the right to nobody who does not need it, and name the reason.',
  };
}

const verbOf = (role: 'reader' | 'writer'): string => (role === 'reader' ? 'read' : 'write');

function messageListFindings(contracts: Contracts, old: DeclaredChannel, channel: DeclaredChannel): ContractFinding[] {
  const list = inside(channel.spot, 'messages');
  const gone = [...old.messages].filter(([, name]) => ![...channel.messages.values()].includes(name));
  const added = [...channel.messages].filter(([, name]) => ![...old.messages.values()].includes(name));
  const isRequest = channel.settings['kind'] === 'service';
  return [
    ...gone.map(([key, name]) =>
      findingOf(
        contracts,
        { spot: inside(list, key), touches: channel.identity, values: { before: name } },
        messageGone(name, isRequest),
      ),
    ),
    ...added.map(([key, name]) =>
      findingOf(
        contracts,
        { spot: inside(list, key), touches: channel.identity, values: { after: name } },
        channel.settings['kind'] === 'reply'
          ? breaking('reply-added', 'reader', {
              says: `Those who ask do not expect ${name}.`,
              instead: 'Answer it on an endpoint of its own.',
            })
          : additive(
              'message-added',
              `${channel.identity} may carry ${name}; a reader passes over a type that it does not know.`,
            ),
      ),
    ),
  ];
}

const messageGone = (name: string, isRequest: boolean): ChangeVerdict =>
  breaking('message-removed', isRequest ? 'writer' : 'reader', {
    says: isRequest ? `Nobody answers ${name}.` : `Those who read ${name} in service wait for it in vain.`,
    instead: 'Keep it beside its successor, as another major version.',
  });

function parameterFindings(contracts: Contracts, old: DeclaredChannel, channel: DeclaredChannel): ContractFinding[] {
  const [before, after] = [objectOf(old.declared['parameters']), objectOf(channel.declared['parameters'])];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const tokens = listChange(objectOf(before[name])['enum'], objectOf(after[name])['enum']);
    const change = { spot: inside(inside(channel.spot, 'parameters'), name), touches: channel.identity };
    if (!(name in before) || !(name in after))
      return [
        findingOf(
          contracts,
          change,
          additive('parameter-renamed', 'A token of the subject has another name; the subjects are the same.'),
        ),
      ];
    const isBound = at(before[name], '/enum') !== undefined;
    if (tokens.gone.length > 0) return [findingOf(contracts, change, tokensGone(tokens.gone))];
    if (!isBound && tokens.added.length > 0)
      return [
        findingOf(
          contracts,
          change,
          breaking('token-bound', 'writer', { says: 'The token may no longer be any name.', instead: BESIDE }),
        ),
      ];
    return tokens.added.length === 0
      ? []
      : [findingOf(contracts, change, additive('token-added', `The token may be ${tokens.added.join(', ')}, too.`))];
  });
}

const tokensGone = (gone: readonly string[]): ChangeVerdict =>
  breaking('token-removed', 'both', {
    says: `Subjects with ${gone.join(', ')} are written, stored and filtered by those in service.`,
    instead: 'Keep the token.',
  });

function operationFindings(contracts: Contracts): ContractFinding[] {
  const before = operationsOf(contracts.base);
  const after = operationsOf(contracts.head);
  const isIn = (all: typeof before, identity: string): boolean => all.some((other) => other.identity === identity);
  return [
    ...before
      .filter(({ identity }) => !isIn(after, identity))
      .map(({ identity, action, spot }) =>
        findingOf(contracts, { spot, touches: identity }, operationRemoved(identity, action)),
      ),
    ...after
      .filter(({ identity }) => !isIn(before, identity))
      .map(({ identity, spot }) =>
        findingOf(contracts, { spot, touches: identity }, additive('operation-added', `${identity} is declared.`)),
      ),
  ];
}

const operationRemoved = (identity: string, action: string): ChangeVerdict =>
  breaking('operation-removed', action === 'send' ? 'reader' : 'writer', {
    says: `${identity} is no longer declared, so the other side waits in vain.`,
    instead: 'Keep the operation until nobody in service relies on it.',
  });
