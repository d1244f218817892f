import { refuse, matches, wholeNumber, type Rule } from '../private/validate';

/** The characters that CloudFront allows in the pattern of a path, after the first slash. */
const PATH = /^\/[A-Za-z0-9_\-.*$/~"'@:+&?]{1,254}$/;

const MAX_CACHED_PATHS = 20;

/** What the count of load balancers has to be. */
export function originRules(loadBalancerGeneration: number | undefined): Rule[] {
  return [
    wholeNumber(
      'loadBalancerGeneration',
      loadBalancerGeneration,
      1,
      99,
      'start at 1 and add 1 when the load balancer is replaced',
    ),
  ];
}

/** What the paths of behaviours have to be. */
export function pathRules(staticPath: string, cachedPaths: readonly string[]): Rule[] {
  const all = [staticPath, ...cachedPaths];
  const repeated = all.filter((path, index) => all.indexOf(path) !== index);
  return [
    matches(
      'staticPath',
      staticPath,
      /^\/[A-Za-z0-9_\-.~/]+\/\*$/,
      'start with a slash and end in /*, with at least one name between them',
      'use one such as /static/*',
    ),
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
export function rateLimitRules(waf: boolean, rateLimit: number | undefined): Rule[] {
  return [
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
    ...countries.map((country, index) =>
      matches(
        `allowedCountries[${index}]`,
        country,
        /^[A-Z]{2}$/,
        'be a two-letter code of ISO 3166-1 in capitals',
        'write it as DE',
      ),
    ),
  ];
}
