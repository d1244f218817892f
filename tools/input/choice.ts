import * as fc from 'fast-check';
import type { World } from './world';

/** A value that a user might give. It is made anew for each app, because much of it belongs to a construct tree. */
export interface Choice {
  /** How it would be written in TypeScript. */
  readonly text: string;
  readonly make: (world: World) => unknown;
  /** Names that the refusal has to name because of it: those of the properties that it is wrong for. */
  readonly wrong: readonly string[];
  /** Rules of the packs that it breaks on purpose: what its docstring warns of. */
  readonly breaks: readonly string[];
}

/** Whether values that are wrong by themselves occur. */
export type Mood = 'sound' | 'mixed';

/** What a property may be given. */
export type Input = (mood: Mood) => fc.Arbitrary<Choice>;

/** Stands for the name of the property that a wrong value is given to. */
export const ITSELF = '(itself)';

/** How many sound values there are for each wrong one, in sets that have wrong ones. */
const SOUND_FOR_EACH_WRONG = 7;

/** A value as it is. */
export function choice(text: string, make: Choice['make']): Choice {
  return { text, make, wrong: [], breaks: [] };
}

/** A value that breaks rules of the packs on purpose. */
export function against(rules: readonly string[], of: Choice): Choice {
  return { ...of, breaks: [...of.breaks, ...rules] };
}

/** A value that can be written as JSON, or is a number. */
export function literal(
  value: string | number | boolean | readonly string[] | readonly number[] | Readonly<Record<string, string>>,
): Choice {
  return choice(typeof value === 'number' ? String(value) : JSON.stringify(value), () => value);
}

/** One of some values, the first of which is the simplest. */
export function oneOf(...choices: readonly Choice[]): fc.Arbitrary<Choice> {
  return fc.constantFrom(...choices);
}

/** A property with values that are right by themselves, and others that the property has to be refused for. */
export function input(sound: fc.Arbitrary<Choice>, wrong?: fc.Arbitrary<Choice>): Input {
  if (!wrong) return () => sound;
  const marked = wrong.map((value) => ({ ...value, wrong: value.wrong.length > 0 ? value.wrong : [ITSELF] }));
  const mixed = fc.oneof(
    { withCrossShrink: true },
    { arbitrary: sound, weight: SOUND_FOR_EACH_WRONG },
    { arbitrary: marked, weight: 1 },
  );
  return (mood) => (mood === 'sound' ? sound : mixed);
}

/** A property with a few values. */
export function values(sound: readonly Choice[], wrong: readonly Choice[] = []): Input {
  return input(oneOf(...sound), wrong.length > 0 ? oneOf(...wrong) : undefined);
}

/** A property with a few literal values. */
export function literals(sound: readonly Literal[], wrong: readonly Literal[] = []): Input {
  return values(sound.map(literal), wrong.map(literal));
}

type Literal = Parameters<typeof literal>[0];

/** A whole number between two bounds, both allowed. Small ones are likelier: they fit together with others. */
export function whole(min: number, max: number, likely = max): Input {
  return input(
    fc
      .oneof(
        { withCrossShrink: true },
        { arbitrary: fc.integer({ min, max: likely }), weight: 8 },
        { arbitrary: fc.constantFrom(min, max), weight: 1 },
      )
      .map(literal),
    fc.constantFrom(min - 1, max + 1, min + 0.5, -1e9, NaN, Infinity).map(literal),
  );
}

/** A number between two bounds, both allowed. */
export function between(min: number, max: number, step = 1): Input {
  return input(
    fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map((steps) => literal(steps * step)),
    fc.constantFrom(min - step, max + step, NaN, Infinity).map(literal),
  );
}

/** A list of values. */
export function listOf(element: fc.Arbitrary<Choice>, limits: fc.ArrayConstraints): fc.Arbitrary<Choice> {
  return fc.array(element, limits).map((choices) =>
    combine(
      choices,
      (texts) => `[${texts.join(', ')}]`,
      (made) => made,
    ),
  );
}

/** A value made of others. */
export function combine(
  parts: readonly Choice[],
  text: (texts: readonly string[]) => string,
  make: (made: readonly unknown[], world: World) => unknown,
): Choice {
  return {
    text: text(parts.map((part) => part.text)),
    make: (world) =>
      make(
        parts.map((part) => part.make(world)),
        world,
      ),
    wrong: parts.flatMap((part) => part.wrong),
    breaks: parts.flatMap((part) => part.breaks),
  };
}
