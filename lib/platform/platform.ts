import { Construct } from 'constructs';
import { NetStack } from './net-stack';
import { nameRule } from '../private/names';
import { check, refuse } from '../private/validate';
import { knownRegions } from '../network/zones';

/** Properties for defining a Platform. */
export interface PlatformProps {
  /**
   * Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. It becomes part of every physical name and
   * can never change; use another one for each environment, such as `shop-prod` and `shop-test`.
   */
  readonly name: string;

  /** Regions, the first of which is home. One region for now. */
  readonly regions: string[];

  /**
   * Account to deploy to.
   *
   * @default - the account of the credentials that deploy
   */
  readonly account?: string;

  /**
   * Whether everything, with all data, goes when the stacks are destroyed. For trials and tests.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * A whole product on AWS: network, database, cache, sessions, uploads, services, workers and edge, composed per region.
 */
export class Platform extends Construct {
  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    const [home = ''] = props.regions;
    check(
      this,
      nameRule(props.name),
      refuse(
        props.regions.length !== 1,
        `regions must hold exactly one region, got ${JSON.stringify(props.regions)}; name one, such as ${knownRegions()[0]}`,
      ),
    );
    const common = {
      name: props.name,
      region: home,
      account: props.account,
      disposable: props.disposable ?? false,
    };
    for (const region of props.regions) {
      new NetStack(new Construct(this, region), 'Net', common);
    }
  }
}
