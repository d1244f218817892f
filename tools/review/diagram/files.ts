import type { Model } from '../model/model';
import { graphOf } from './graph';
import { drawing } from './svg';
import { DARK, LIGHT } from './theme';

/** The drawings of an assembly, by the names of their files. */
export function drawings(model: Model): ReadonlyMap<string, string> {
  const graph = graphOf(model);
  return new Map([
    ['docs/architecture.svg', drawing(graph, LIGHT)],
    ['docs/architecture-dark.svg', drawing(graph, DARK)],
  ]);
}
