import { count } from '../../review/section';
import type { Plan, PlanInterruption, PlanStep } from '../plan';
import { Figure, Name, Part } from './parts';
import { duration, INTERRUPTION_WORDS, sentence, typeName } from './words';

const ACTIONS: Readonly<Record<PlanStep['action'], string>> = {
  create: 'created',
  update: 'updated',
  none: 'unchanged',
  delete: 'removed',
};

const COUNTS = [
  ['added', 'new'],
  ['changed', 'changed'],
  ['removed', 'removed'],
] as const;

/** The stacks in the order of their deployment, and what is out of reach meanwhile. */
export function Steps({ plan }: { plan: Plan }) {
  const number = plan.steps.flatMap(({ interruptions }) => interruptions).length;
  return (
    <Part
      id="steps"
      title="In which order, and what is interrupted"
      lead={`${count(plan.steps.length, 'stack')} in the order of deployment; ${number === 0 ? 'nothing is out of reach meanwhile' : `${count(number, 'interruption')} to expect`}. The times are the longest that are usual; AWS promises none.`}
    >
      <ol class="steps">
        {plan.steps.map((step, index) => (
          <Step step={step} index={index} />
        ))}
      </ol>
    </Part>
  );
}

function Step({ step, index }: { step: PlanStep; index: number }) {
  const at = (name: string) => `/steps/${index}/${name}`;
  return (
    <li class={step.action === 'none' ? 'none' : undefined} value={step.order}>
      <h3>
        <Name>{step.stackName}</Name> <span class="quiet">{step.region}</span>
      </h3>
      <p>
        {step.action === 'none' ? (
          'nothing changes'
        ) : (
          <>
            {ACTIONS[step.action]}:{' '}
            {COUNTS.filter(([name]) => step[name] > 0).map(([name, word], position) => (
              <>
                {position === 0 ? null : ', '}
                <Figure at={at(name)}>{step[name]}</Figure> {word}
              </>
            ))}
          </>
        )}
        {step.blocked === 0 ? null : (
          <>
            {' '}
            <span class="badge bad">
              <Figure at={at('blocked')}>{step.blocked}</Figure> blocked
            </span>
          </>
        )}
      </p>
      {step.interruptions.length === 0 ? null : (
        <ul class="interruptions">
          {step.interruptions.map((interruption, position) => (
            <Interrupted interruption={interruption} at={at(`interruptions/${position}/seconds`)} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Interrupted({ interruption, at }: { interruption: PlanInterruption; at: string }) {
  const { seconds, label, resourceType, kind, property, reason } = interruption;
  return (
    <li>
      <span class="badge careful">
        <span aria-hidden="true">◷</span> up to <Figure at={at}>{duration(seconds)}</Figure>
      </span>{' '}
      <strong>
        <Name>{label}</Name>
      </strong>
      : {INTERRUPTION_WORDS[kind]}.
      <p class="quiet">
        {typeName(resourceType)}
        {property === '' ? null : (
          <>
            , <Name>{property}</Name>
          </>
        )}
        . {sentence(reason)}
      </p>
    </li>
  );
}
