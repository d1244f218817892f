import { items, listRule, matches, refuse, type Rule } from '../private/validate';

/** With a port of at most 65535, where there is one. */
const ORIGIN =
  /^(https:\/\/[a-z0-9.-]+|http:\/\/localhost)(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?$/;

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
        ORIGIN,
        'hold origins without path or wildcard, https but for localhost',
        'use one such as https://www.example.com',
      ),
    ),
  ];
}
