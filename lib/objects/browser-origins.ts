import { items, listRule, matches, refuse, type Rule } from '../private/validate';

/** Refuses what no browser sends as an origin, or every browser does. */
export function browserOriginRules(browserOrigins: string[] | undefined): Rule[] {
  return [
    listRule('browserOrigins', browserOrigins),
    refuse(
      browserOrigins?.length === 0,
      'browserOrigins must not be empty, got []; leave it out when no browser reaches the bucket',
    ),
    ...items(browserOrigins).map((origin) =>
      matches(
        'browserOrigins',
        origin,
        /^(https:\/\/[a-z0-9.-]+|http:\/\/localhost)(:\d+)?$/,
        'hold origins without path or wildcard, https but for localhost',
        'use one such as https://www.example.com',
      ),
    ),
  ];
}
