import { graphOf, type Graph } from '../../review/diagram/graph';
import { NARROW } from '../../review/diagram/grid';
import { drawing, type Mark } from '../../review/diagram/svg';
import type { Theme } from '../../review/diagram/theme';
import type { Model } from '../../review/model/model';
import type { Plan } from '../plan';
import { marksOf, type BoxChange } from './marks';
import { Part, Scroller } from './parts';

/** Both architectures side by side, and the same in words. */
export function Architectures({ plan, before, after, theme }: ArchitecturesProps) {
  const [old, now] = [graphOf(before), graphOf(after)];
  const marks = marksOf(plan, old, now);
  return (
    <Part
      id="architectures"
      title="The two architectures"
      lead="Drawn from the templates. What is not the same on both sides is tinted, and says so in a word on its corner."
    >
      <div class="pair">
        <Drawing side="before" name={plan.from.name} graph={old} marks={marks.before} theme={theme} />
        <Drawing side="after" name={plan.to.name} graph={now} marks={marks.after} theme={theme} />
      </div>
      {marks.changes.length > 0 ? (
        <Differences changes={marks.changes} plan={plan} />
      ) : (
        <p>The drawings are the same: what changes is within the boxes.</p>
      )}
    </Part>
  );
}

interface ArchitecturesProps {
  readonly plan: Plan;
  readonly before: Model;
  readonly after: Model;
  readonly theme: Theme;
}

function Drawing({ side, name, graph, marks, theme }: DrawingProps) {
  const title = `${side === 'before' ? 'Before' : 'After'}: ${name}`;
  const image = drawing(graph, theme, { grid: NARROW, prefix: `${side}-`, title, marks });
  return (
    <figure>
      <figcaption>
        <strong>{side === 'before' ? 'Before' : 'After'}</strong> {name}
      </figcaption>
      {/* The drawing escapes what comes from templates itself. */}
      <Scroller label={`Drawing, ${title}`}>
        <div class="drawing" dangerouslySetInnerHTML={{ __html: image }} />
      </Scroller>
    </figure>
  );
}

interface DrawingProps {
  readonly side: 'before' | 'after';
  readonly name: string;
  readonly graph: Graph;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly theme: Theme;
}

const TONES: Readonly<Record<Mark, string>> = { new: 'good', changed: 'careful', replaced: 'bad', removed: 'bad' };

function Differences({ changes, plan }: { changes: readonly BoxChange[]; plan: Plan }) {
  return (
    <table class="differences">
      <caption>What the drawings do not have in common</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">{plan.from.name}</th>
          <th scope="col">{plan.to.name}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ mark, title, before, after }) => (
          <tr>
            <th scope="row">
              {title} <span class={`badge ${TONES[mark]}`}>{mark}</span>
            </th>
            <td>{before || '–'}</td>
            <td>{after || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
