import { row, type Rule } from '../engine/change';
import { Verdict } from '../verdict';
import { SOURCES } from './sources';
import { always } from './when';

const NESTED = 'AWS::CloudFormation::Stack';

/** Rules about what holds other resources, and does not show them. */
export const STACK_RULES: readonly Rule[] = [
  ...['TemplateURL', 'Parameters'].map((property) =>
    row(
      NESTED,
      property,
      always,
      Verdict.UNKNOWN,
      'what the nested stack holds is not in this template',
      SOURCES.nestedStacks,
      {
        remedy: 'judge the nested template as well, or put what holds state into a stack of its own',
      },
    ),
  ),
];
