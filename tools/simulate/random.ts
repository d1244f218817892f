/**
 * Random numbers that a seed decides: sfc32 (Doty-Humphrey's "small fast counting" generator) filled by splitmix32. The
 * seed and the name of a stream make a generator, so that what one stream draws never moves another.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare = Number.NaN;

  public constructor(seed: number, stream: string) {
    const next = splitMix(hash(`${seed}/${stream}`));
    this.a = next();
    this.b = next();
    this.c = next();
    for (let round = 0; round < 12; round++) this.integer();
  }

  /** Returns a number from 0 up to, and without, 1. */
  public uniform(): number {
    return this.integer() / 0x1_0000_0000;
  }

  /** Returns a number of the standard normal distribution, by the polar method of Marsaglia. */
  public normal(): number {
    if (!Number.isNaN(this.spare)) {
      const spare = this.spare;
      this.spare = Number.NaN;
      return spare;
    }
    let x: number, y: number, square: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.spare = y * factor;
    return x * factor;
  }

  /** Returns a number whose logarithm is normal. */
  public logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Returns how long it takes until the next of independent events, which take so long on average. */
  public exponential(mean: number): number {
    return -Math.log(1 - this.uniform()) * mean;
  }

  /** Returns how many independent events with this mean happen. */
  public poisson(mean: number): number {
    if (mean <= 0) return 0;
    return mean < SMALL_MEAN ? this.smallPoisson(mean) : this.largePoisson(mean);
  }

  /** Multiplication method of Knuth: exact, as many draws as events. */
  private smallPoisson(mean: number): number {
    const limit = Math.exp(-mean);
    let product = this.uniform();
    let count = 0;
    while (product > limit) {
      product *= this.uniform();
      count++;
    }
    return count;
  }

  /** Transformed rejection with squeeze, algorithm PTRS of Hörmann (1993): exact, about two draws for any mean. */
  private largePoisson(mean: number): number {
    const b = 0.931 + 2.53 * Math.sqrt(mean);
    const a = -0.059 + 0.02483 * b;
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    const acceptance = 0.9277 - 3.6224 / (b - 2);
    const logMean = Math.log(mean);
    for (;;) {
      const u = this.uniform() - 0.5;
      const v = 1 - this.uniform();
      const distance = 0.5 - Math.abs(u);
      const count = Math.floor(((2 * a) / distance + b) * u + mean + 0.43);
      if (distance >= 0.07 && v <= acceptance) return count;
      if (count < 0 || (distance < 0.013 && v > distance)) continue;
      const density = Math.log((v * inverseAlpha) / (a / (distance * distance) + b));
      if (density <= count * logMean - mean - logFactorial(count)) return count;
    }
  }

  private integer(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}

/** Below it the multiplication method is the faster one. */
const SMALL_MEAN = 10;

const LOG_FACTORIALS = Array.from({ length: 16 }, (_, count) => {
  let product = 1;
  for (let factor = 2; factor <= count; factor++) product *= factor;
  return Math.log(product);
});

/** Stirling's series: off by less than 1e-9 from 16 on. */
function logFactorial(count: number): number {
  if (count < LOG_FACTORIALS.length) return LOG_FACTORIALS[count];
  const x = count + 1;
  const inverse = 1 / x;
  const correction = inverse / 12 - (inverse * inverse * inverse) / 360 + inverse ** 5 / 1260;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + correction;
}

/** Hash of Fowler, Noll and Vo (FNV-1a), 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

function splitMix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
}
