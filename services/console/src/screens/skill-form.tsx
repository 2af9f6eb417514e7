// A form made from what the skill takes. It submits the run that `dome skill run` would, and shows what is wrong at its field.
import type { CapabilityGetReply } from '@dome/contracts/portable';
import { useComputed, useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';

import { draftOf, DraftFault, inputField, jsonValue, pointersOf, valueOf } from '../look/form-field.ts';
import type { Draft, Field } from '../look/form-field.ts';
import { go } from '../route/route.ts';
import { inputFaults, runSkill } from '../state/run-skill.ts';
import type { InputFaults } from '../state/run-skill.ts';
import { session } from '../state/session.ts';
import { SkillCopy } from './skill-copy.tsx';
import { SkillField } from './skill-field.tsx';

interface Running {
  readonly reply: CapabilityGetReply;
  readonly pool: string;
  /** Why it may not be run from here. */
  readonly reason: string | undefined;
}

interface Typed {
  readonly field: Field;
  readonly draft: Signal<Draft>;
  /** The whole as JSON; undefined: the fields count. */
  readonly text: Signal<string | undefined>;
  readonly faults: Signal<InputFaults>;
  readonly isSure: Signal<boolean>;
}

const NO_FAULTS: InputFaults = new Map();

export function SkillForm({ reply, pool, reason }: Running) {
  const { descriptor } = reply;
  const field = inputField(descriptor.inputSchema);
  const typed: Typed = {
    field,
    draft: useSignal(draftOf(field)),
    text: useSignal<string | undefined>(undefined),
    faults: useSignal(NO_FAULTS),
    isSure: useSignal(!descriptor.hints.destructive),
  };
  const isBusy = useSignal(false);
  const input = useComputed(() => inputOf(typed));
  const { name, version } = descriptor;
  const submit = async (): Promise<void> => {
    const opened = session.value;
    if (opened === undefined || reason !== undefined) return;
    isBusy.value = true;
    try {
      go(['runs', await runSkill(opened, { name, version, pool, input: inputOrThrow(typed) })]);
    } catch (error) {
      typed.faults.value =
        error instanceof DraftFault ? new Map([[error.pointer, error.message]]) : inputFaults(error, name);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form
      class="skill-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Whole typed={typed} reply={reply} />
      <Elsewhere typed={typed} />
      {descriptor.hints.destructive ? <Sure typed={typed} reply={reply} /> : undefined}
      {reason === undefined ? undefined : (
        <p class="waits" id="why-not">
          {reason}
        </p>
      )}
      <button
        type="submit"
        class="main-button"
        disabled={reason !== undefined || isBusy.value || !typed.isSure.value}
        {...(reason === undefined ? {} : { 'aria-describedby': 'why-not' })}
      >
        {isBusy.value ? 'Submitting …' : `Run ${name} ${version}`}
      </button>
      <SkillCopy chosen={{ name, version, pool }} input={input} />
    </form>
  );
}

/** @throws DraftFault */
function inputOrThrow({ field, draft, text }: Typed): Record<string, unknown> {
  const value = text.value === undefined ? valueOf(field, draft.value) : jsonValue(text.value, '');
  return (value ?? {}) as Record<string, unknown>;
}

function inputOf(typed: Typed): Record<string, unknown> | undefined {
  try {
    return inputOrThrow(typed);
  } catch {
    return undefined;
  }
}

function Whole({ typed, reply }: { readonly typed: Typed; readonly reply: CapabilityGetReply }) {
  const { field, draft, text, faults } = typed;
  const { examples = [] } = reply.descriptor;
  const isEmpty = field.kind === 'group' && field.members.length === 0;
  return (
    <>
      <div class="form-tools">
        {examples.map(({ name, input }) => (
          <button
            key={name}
            type="button"
            onClick={() => {
              draft.value = draftOf(field, input);
              if (text.value !== undefined) text.value = JSON.stringify(input, undefined, 2);
            }}
          >
            Example: {name}
          </button>
        ))}
        <label class="check">
          <input type="checkbox" checked={text.value !== undefined} onChange={() => toggle(typed)} /> as JSON
        </label>
      </div>
      {text.value !== undefined ? (
        <textarea
          class="code"
          rows={10}
          spellcheck={false}
          aria-label="Input as JSON"
          value={text.value}
          onInput={({ currentTarget }) => void (text.value = currentTarget.value)}
        />
      ) : isEmpty ? (
        <p class="quiet">It takes no input.</p>
      ) : (
        <SkillField
          field={field}
          draft={draft.value}
          pointer=""
          faults={faults.value}
          onChange={(next) => void (draft.value = next)}
        />
      )}
    </>
  );
}

/** What was typed goes along; text that is no JSON stays until it is. */
function toggle(typed: Typed): void {
  const { field, draft, text } = typed;
  const input = inputOf(typed);
  if (input === undefined) return;
  if (text.value === undefined) text.value = JSON.stringify(input, undefined, 2);
  else {
    draft.value = draftOf(field, input);
    text.value = undefined;
  }
}

/** Faults that no field shows. */
function Elsewhere({ typed: { field, draft, text, faults } }: { readonly typed: Typed }) {
  const shown = text.value === undefined ? pointersOf(field, draft.value).filter((pointer) => pointer !== '') : [];
  const others = [...faults.value].filter(([pointer]) => !shown.includes(pointer));
  return (
    <div role="alert">
      {faults.value.size === 0 || others.length > 0 ? undefined : (
        <p class="fault">The plane does not take this input: see the field.</p>
      )}
      {others.map(([pointer, says]) => (
        <p key={pointer} class="fault">
          {says}
        </p>
      ))}
    </div>
  );
}

function Sure({ typed: { isSure }, reply }: { readonly typed: Typed; readonly reply: CapabilityGetReply }) {
  const { sideEffects } = reply.descriptor;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isSure.value}
        onChange={({ currentTarget }) => void (isSure.value = currentTarget.checked)}
      />{' '}
      It may remove or overwrite what others can see
      {sideEffects.length === 0 ? '' : ` (${sideEffects.join(', ')})`}: run it all the same
    </label>
  );
}
