import { Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { countryRule } from './countries';
import { items, listRule, matches, oneOf, refuse, trueOrFalse, wholeNumber, type Rule } from '../private/validate';

/** The characters that CloudFront allows in the pattern of a path, after the first slash. */
const PATH = /^\/[A-Za-z0-9_\-.*$/~"'@:+&?]{1,254}$/;

const MAX_CACHED_PATHS = 20;

/** What the count of load balancers has to be. */
export function originRules(loadBalancerGeneration: number | undefined, property = 'loadBalancerGeneration'): Rule[] {
  return [
    wholeNumber(property, loadBalancerGeneration, 1, 99, 'start at 1 and add 1 when the load balancer is replaced'),
  ];
}

/** What the paths of behaviours have to be. */
export function pathRules(staticPath: string, paths: readonly string[] | undefined): Rule[] {
  const cachedPaths = items(paths);
  const all = [staticPath, ...cachedPaths];
  const repeated = all.filter((path, index) => all.indexOf(path) !== index);
  return [
    matches(
      'staticPath',
      staticPath,
      /^(?=.{1,255}$)\/[A-Za-z0-9_\-.~/]+\/\*$/,
      'start with a slash and end in /*, with at least one name between them and at most 255 characters',
      'use one such as /static/*',
    ),
    listRule('cachedPaths', paths),
    ...cachedPaths.map((path, index) =>
      matches(
        `cachedPaths[${index}]`,
        path,
        PATH,
        'start with a slash and hold at most 255 characters that a path can have, * standing for any of them',
        'write it as /images/*',
      ),
    ),
    refuse(
      repeated.length > 0,
      `staticPath and cachedPaths must not repeat a path, got ${repeated.join(', ')}; name each path once`,
    ),
    refuse(
      cachedPaths.length > MAX_CACHED_PATHS,
      `cachedPaths must hold at most ${MAX_CACHED_PATHS} paths, got ${cachedPaths.length}; join paths with a *`,
    ),
  ];
}

/** What a rate limit has to be. */
export function rateLimitRules(waf: boolean | undefined, rateLimit: number | undefined): Rule[] {
  return [
    trueOrFalse('waf', waf),
    wholeNumber(
      'rateLimit',
      rateLimit,
      10,
      2_000_000_000,
      'WAF counts the requests of one address in any five minutes',
    ),
    refuse(
      rateLimit !== undefined && !waf,
      `rateLimit must not be set without waf, got ${rateLimit}; set waf to true, or leave rateLimit out`,
    ),
  ];
}

/** What a list of countries has to be. */
export function countryRules(countries: readonly string[] | undefined): Rule[] {
  if (!countries) return [];
  return [
    refuse(
      countries.length === 0,
      'allowedCountries must name at least one country, got none; leave it out to serve every country',
    ),
    listRule('allowedCountries', countries),
    ...items(countries).map((country, index) => countryRule(`allowedCountries[${index}]`, country)),
  ];
}

/** What only JavaScript can get wrong of enumerations. */
export function choiceRules(priceClass?: cloudfront.PriceClass, retention?: logs.RetentionDays): Rule[] {
  const days = Object.values(logs.RetentionDays).filter((value) => typeof value === 'number');
  return [
    oneOf('priceClass', priceClass, Object.values(cloudfront.PriceClass), 'use a constant of cloudfront.PriceClass'),
    oneOf('accessLogRetention', retention, days, 'use a constant of logs.RetentionDays'),
  ];
}

/** CloudFront and the firewall write their logs in us-east-1, where a key of another region does not exist. */
export function keyRule(encryptionKey: kms.IKey | undefined): Rule {
  const region = encryptionKey?.env.region;
  return refuse(
    region !== undefined && !Token.isUnresolved(region) && region !== 'us-east-1',
    `encryptionKey must be in us-east-1, got one in ${region}; leave it out for a new one`,
  );
}
