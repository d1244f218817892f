import type { Plan } from '../plan';
import { Part } from './parts';

/** What to look at before saying yes, and what to check when it is deployed. */
export function Checks({ plan }: { plan: Plan }) {
  return (
    <Part id="checks" title="What to check">
      <div class="pair">
        <CheckList title="Before you say yes" items={plan.before} />
        <CheckList title="When it is deployed" items={plan.after} />
      </div>
    </Part>
  );
}

function CheckList({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      {items.length === 0 ? (
        <p>Nothing in particular.</p>
      ) : (
        <ul class="checks">
          {items.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
