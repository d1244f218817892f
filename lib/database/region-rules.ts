import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { DatabaseReplicaRegion } from './database';
import { repeatedRegionRule } from '../private/regions';
import { items, listRule, matches, refuse, type Rule } from '../private/validate';

/** The form of a region's name, such as `eu-west-1` or `us-gov-east-1`. */
const REGION = /^[a-z]{2,3}(-[a-z]+)+-\d$/;

/** Most regions that Aurora replicates to, and secrets with it. */
const MOST_REPLICA_REGIONS = 10;

/** What is refused of the regions that credentials are replicated to. */
export function replicaRegionRules(database: IConstruct, replicas: DatabaseReplicaRegion[] | undefined): Rule[] {
  const home = Stack.of(database).region;
  const regions = items(replicas).map(({ region }) => region);
  return [
    listRule('replicaRegions', replicas),
    refuse(
      regions.length > MOST_REPLICA_REGIONS,
      `replicaRegions must hold at most ${MOST_REPLICA_REGIONS} regions, got ${regions.length}; Aurora replicates to no more`,
    ),
    repeatedRegionRule('replicaRegions', regions),
    ...regions.flatMap((region, index) => [
      regionRule(`replicaRegions[${index}].region`, region),
      refuse(
        !Token.isUnresolved(home) && region === home,
        `replicaRegions[${index}].region must not be that of the database, got "${region}"; name the other regions alone`,
      ),
    ]),
  ];
}

/** Refuses what is not the name of a region. It is part of ARNs, so it has to be known at synthesis. */
export function regionRule(property: string, region: string | undefined): Rule {
  const remedy = 'write it as text, such as "eu-central-1"';
  if (region === undefined || Token.isUnresolved(region)) {
    return `${property} must be the literal name of a region, got ${region === undefined ? 'undefined' : 'a token'}; ${remedy}`;
  }
  return matches(property, region, REGION, 'be the literal name of a region', remedy);
}

/** Both regions are part of ARNs and of names, so they have to be known, and to differ: nothing follows what is in its own region here. */
export function placeRules(replica: IConstruct, property: string, home: string): Rule[] {
  const { region } = Stack.of(replica);
  const unknown = Token.isUnresolved(region);
  return [
    refuse(unknown, 'env.region of the stack must be the literal name of a region, got a token; set it on the stack'),
    regionRule(`env.region of the stack of ${property}`, home),
    refuse(
      !unknown && region === home,
      `env.region of the stack must not be that of ${property}, got "${home}"; define it in a stack of another region`,
    ),
  ];
}
