import type { StackProps } from 'aws-cdk-lib';

/** What every stack of a platform knows. */
export interface PlatformStackProps {
  readonly name: string;
  readonly region: string;
  readonly account?: string;
  readonly disposable: boolean;
}

/**
 * Name and environment of a stack. Stack names are frozen: exports, weak references and termination protection hang on
 * them (docs/adr/0005-names.md).
 *
 * @param tier What the stack holds, such as `net`.
 */
export function stackProps(tier: string, props: PlatformStackProps): StackProps {
  return {
    stackName: `${props.name}-${tier}-${props.region}`,
    env: { region: props.region, account: props.account },
    description: `${props.name}: ${tier} in ${props.region} (zero-to-millions)`,
    // All of them: `cdk destroy` starts with those that hold no data, and would stop the product before it is refused.
    terminationProtection: !props.disposable,
    // The platform never needs to know who looks at the assembly.
    analyticsReporting: false,
  };
}
