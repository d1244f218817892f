import { CONDITIONS } from './defaults';
import type { Conditions } from './model';
import type { Problems } from './problems';

/** Words that a condition may have. All others are numbers. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  cooldownBase: ['target', 'policy'],
  scaleIn: ['gradual', 'proportional'],
};

const NUMBERS = [
  'startMedianSeconds',
  'startSigma',
  'capacityFactor',
  'meanSecondsBetweenCrashes',
  ...Object.keys(CONDITIONS.delays).map((delay) => `delays.${delay}`),
];

/** The conditions of a run: the defaults, but for what is given as `key=value`. */
export function conditionsOf(given: readonly string[], problems: Problems): Conditions {
  const delays: Record<string, number> = {};
  const others: Record<string, number | string> = {};
  for (const text of given) {
    const [key, value] = [text.split('=', 1)[0], text.slice(text.indexOf('=') + 1)];
    const words = Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
    if (!text.includes('=') || (!words && !NUMBERS.includes(key))) {
      const known = [...NUMBERS, ...Object.keys(WORDS)].sort().join(', ');
      problems.add(`--conditions must be key=value with one of ${known}, got "${text}"; correct the spelling`);
    } else if (words) {
      if (!words.includes(value)) problems.add(`${key} must be one of ${words.join(', ')}, got "${value}"`);
      others[key] = value;
    } else {
      const number = value === '' ? Number.NaN : Number(value);
      if (!(number >= 0)) problems.add(`${key} must be a number of at least 0, got "${value}"; write it as ${key}=30`);
      if (key.startsWith('delays.')) delays[key.slice('delays.'.length)] = number;
      else others[key] = number;
    }
  }
  return { ...CONDITIONS, ...others, delays: { ...CONDITIONS.delays, ...delays } };
}
