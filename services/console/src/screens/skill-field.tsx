// One field of a form, with the fields inside it. What the plane said of it stands below it.
import { useId } from 'preact/hooks';

import { draftIn, draftOf, draftsIn, memberPointer, membersIn } from '../look/form-field.ts';
import type { Draft, Field } from '../look/form-field.ts';
import type { InputFaults } from '../state/run-skill.ts';

interface Place {
  readonly field: Field;
  readonly draft: Draft;
  readonly pointer: string;
  readonly faults: InputFaults;
  readonly onChange: (draft: Draft) => void;
}

export function SkillField(place: Place) {
  const { field } = place;
  if (field.kind === 'group') return <Group {...place} members={field.members} />;
  if (field.kind === 'list') return <List {...place} item={field.item} />;
  return <Leaf {...place} />;
}

function Group({ members, ...place }: Place & { readonly members: readonly Field[] }) {
  const { draft, pointer, faults, onChange } = place;
  const before = membersIn(draft);
  const fields = members.map((member) => (
    <SkillField
      key={member.name}
      field={member}
      draft={draftIn(draft, member)}
      pointer={memberPointer(pointer, member)}
      faults={faults}
      onChange={(next) => onChange({ ...before, [member.name]: next })}
    />
  ));
  if (pointer === '') return <>{fields}</>;
  return (
    <fieldset>
      <Legend {...place} />
      {fields}
    </fieldset>
  );
}

function List({ item, ...place }: Place & { readonly item: Field }) {
  const { field, draft, pointer, faults, onChange } = place;
  const drafts = draftsIn(draft);
  return (
    <fieldset>
      <Legend {...place} />
      {drafts.map((one, at) => (
        // An item has no name but its place.
        <div key={at} class="form-item">
          <SkillField
            field={{ ...item, name: `${field.name} ${at + 1}` }}
            draft={one}
            pointer={`${pointer}/${at}`}
            faults={faults}
            onChange={(next) => onChange(drafts.with(at, next))}
          />
          <button
            type="button"
            aria-label={`Remove ${field.name} ${at + 1}`}
            onClick={() => onChange(drafts.toSpliced(at, 1))}
          >
            Remove
          </button>
        </div>
      ))}
      <button type="button" onClick={() => onChange([...drafts, draftOf(item)])}>
        Add to {field.name}
      </button>
    </fieldset>
  );
}

function Legend({ field: { name, type, isRequired, description }, pointer, faults }: Place) {
  const fault = faults.get(pointer);
  return (
    <>
      <legend>
        <code>{name}</code> <span class="schema-type">{type}</span>
        {isRequired ? <span class="tag">required</span> : undefined}
      </legend>
      {description === undefined ? undefined : <p class="quiet">{description}</p>}
      {fault === undefined ? undefined : <p class="fault">{fault}</p>}
    </>
  );
}

function Leaf(place: Place) {
  const { field, pointer, faults } = place;
  const { name, type, isRequired, description } = field;
  const id = useId();
  const fault = faults.get(pointer);
  const described = [description === undefined ? '' : `${id}-says`, fault === undefined ? '' : `${id}-fault`];
  return (
    <div class="field">
      <label for={id}>
        <code>{name}</code> <span class="schema-type">{type}</span>
        {isRequired ? <span class="tag">required</span> : undefined}
      </label>
      <Control {...place} id={id} describedBy={described.join(' ').trim()} isWrong={fault !== undefined} />
      {description === undefined ? undefined : (
        <p class="quiet" id={`${id}-says`}>
          {description}
        </p>
      )}
      {fault === undefined ? undefined : (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

interface ControlPlace extends Place {
  readonly id: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
}

function Control({ field, draft, onChange, id, describedBy, isWrong }: ControlPlace) {
  const common = {
    id,
    value: typeof draft === 'string' ? draft : '',
    'aria-invalid': isWrong,
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value),
  };
  switch (field.kind) {
    case 'choice':
      return (
        <select {...common}>
          <option value="">–</option>
          {field.choices.map((choice, at) => (
            <option key={at} value={String(at)}>
              {typeof choice === 'string' ? choice : JSON.stringify(choice)}
            </option>
          ))}
        </select>
      );
    case 'flag':
      return (
        <select {...common}>
          <option value="">–</option>
          <option value="true">true</option>
          <option value="false">false</option>
        </select>
      );
    case 'json':
      return <textarea {...common} class="code" rows={4} spellcheck={false} placeholder="JSON" />;
    case 'number':
      return <input {...common} inputMode="decimal" autocomplete="off" />;
    default:
      return isLong(common.value) ? (
        <textarea {...common} rows={6} spellcheck={false} />
      ) : (
        <input {...common} autocomplete="off" spellcheck={false} />
      );
  }
}

/** A text of several lines keeps them. */
const isLong = (text: string): boolean => text.includes('\n');
