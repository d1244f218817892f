import type { Model } from './model/model';
import type { Section, SectionMaker } from './section';
import { alarms } from './sections/alarms';
import { costs } from './sections/costs';
import { data } from './sections/data';
import { entries } from './sections/entries';
import { limits } from './sections/limits';
import { paths } from './sections/paths';
import { permissions } from './sections/permissions';
import { stacks } from './sections/stacks';

const SECTIONS: readonly SectionMaker[] = [stacks, entries, paths, permissions, data, alarms, limits, costs];

/** What a reviewer must see in an assembly, from its templates alone. */
export function review(model: Model): Section[] {
  return SECTIONS.map((make) => make(model));
}
