// The rules of a gate and what each came to: first those that are not true, because they are why somebody is asked.
import { gateRules, lastDecision } from '@dome/runs/portable';
import type { GateState } from '@dome/runs/portable';
import type { GateDetail, GateRuleView } from '@dome/contracts/portable';

import type { KnownRun } from '../state/run-store.ts';

interface GateRulesProps {
  readonly run: KnownRun;
  readonly judged: GateState;
  readonly detail: GateDetail | undefined;
}

export function GateRules({ run: { state }, judged, detail }: GateRulesProps) {
  const rules = gateRules(state, judged.gate, judged.decided.value);
  const isTrue = ({ value }: GateRuleView): boolean => value === 'true';
  const { status, reasonCodes, riskScore, notes } = lastDecision(judged);
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">Rules</h2>
      <p>
        {SAYS[status]}
        {reasonCodes.length === 0 ? '' : ` because of ${reasonCodes.join(', ')}`}; risk {riskScore} of 100.
      </p>
      {(detail?.decision?.reasons ?? []).map(({ code, says }) => (
        <p key={code}>
          {code}: {says}
        </p>
      ))}
      {notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
      {rules.length === 0 ? (
        <p class="quiet">It has no rules: people decide.</p>
      ) : (
        <ul class="rules">
          {[...rules.filter((rule) => !isTrue(rule)), ...rules.filter(isTrue)].map((rule) => (
            <Rule key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
    </section>
  );
}

const SAYS = { APPROVE: 'Approved', REJECT: 'Rejected', NEEDS_HUMAN: 'People are asked' } as const;

const MARKS = {
  true: { mark: 'success', symbol: '✔', says: 'holds' },
  false: { mark: 'failure', symbol: '✖', says: 'does not hold' },
  error: { mark: 'error', symbol: '⚠', says: 'cannot be evaluated' },
  none: { mark: 'pending', symbol: '◷', says: 'not evaluated' },
} as const;

function Rule({ rule }: { readonly rule: GateRuleView }) {
  const { id, title, expression, value, detail, reasonCode, otherwise, risk, note } = rule;
  const { mark, symbol, says } = MARKS[value ?? 'none'];
  return (
    <li>
      <span class={`mark mark-${mark}`} role="img" aria-label={says}>
        {symbol}
      </span>
      <div>
        <strong>{title ?? id}</strong>
        {value === 'true' ? undefined : (
          <p class="fault">
            {says}
            {detail === undefined ? '' : ` (${detail})`}, so {otherwise} with {reasonCode}
            {risk === 0 ? '' : `, risk ${risk}`}
          </p>
        )}
        {note === undefined || value === 'true' ? undefined : <p>{note}</p>}
        <p class="quiet">
          {id}: <code>{expression}</code>
        </p>
      </div>
    </li>
  );
}
