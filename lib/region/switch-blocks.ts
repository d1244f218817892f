import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';

/** Execution blocks that a plan of ARC may have (https://docs.aws.amazon.com/r53recovery/latest/dg/quotas.region-switch.html). */
export const MOST_BLOCKS = 100;

/** Execution blocks of workflows. Whether ARC counts a block that runs others beside each other is not documented: it is counted here. */
export function blocksOf(workflows: readonly CfnPlan.WorkflowProperty[]): number {
  return workflows.flatMap(({ steps }) => stepsIn(steps)).length;
}

function stepsIn(steps: CfnPlan.WorkflowProperty['steps']): CfnPlan.StepProperty[] {
  return (steps as CfnPlan.StepProperty[]).flatMap((step) => {
    const { parallelConfig } = step.executionBlockConfiguration as CfnPlan.ExecutionBlockConfigurationProperty;
    const { steps: inner = [] } = (parallelConfig ??
      {}) as Partial<CfnPlan.ParallelExecutionBlockConfigurationProperty>;
    return [step, ...stepsIn(inner)];
  });
}
