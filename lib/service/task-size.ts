import type { Rule } from '../private/validate';
import { refuse } from '../private/validate';

/** Memory that Fargate offers for each CPU size: from, to and in steps of, in MiB. */
const FARGATE_MEMORY: Record<number, readonly [from: number, to: number, step: number]> = {
  // 256 CPU units come with 512, 1024 or 2048 MiB: the one row that is not an even ladder.
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
};

/**
 * The vertical size of a task: its CPU and memory, which Fargate sells in fixed pairs
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size).
 *
 * **Cost** of one task that runs all month, arm64, on demand, list price us-east-1: 7 dollars for SMALL, then twice as much with
 * every step.
 */
export class TaskSize {
  /** A quarter of a CPU and 512 MiB. */
  public static readonly SMALL = TaskSize.of(256, 512);

  /** Half a CPU and 1 GiB. */
  public static readonly MEDIUM = TaskSize.of(512, 1024);

  /** One CPU and 2 GiB. */
  public static readonly LARGE = TaskSize.of(1024, 2048);

  /** Two CPUs and 4 GiB. */
  public static readonly XLARGE = TaskSize.of(2048, 4096);

  /**
   * Any pair that Fargate offers. Another pair is refused by the service it is given to.
   *
   * @param cpu CPU units, 1024 for each CPU: 256, 512, 1024, 2048, 4096, 8192 or 16384.
   * @param memoryMiB Memory in MiB, within the range that Fargate offers for the CPU.
   */
  public static of(cpu: number, memoryMiB: number): TaskSize {
    return new TaskSize(cpu, memoryMiB);
  }

  private constructor(
    /** CPU units, 1024 for each CPU. */
    public readonly cpu: number,
    /** Memory in MiB. */
    public readonly memoryMiB: number,
  ) {}

  /**
   * Refuses pairs that Fargate does not offer.
   *
   * @internal
   */
  public _rule(): Rule {
    const range = FARGATE_MEMORY[this.cpu];
    const got = `got ${this.cpu} CPU units with ${this.memoryMiB} MiB`;
    if (!range) {
      return `size must have a CPU of ${Object.keys(FARGATE_MEMORY).join(', ')} units, ${got}; use TaskSize.SMALL, MEDIUM, LARGE or XLARGE, or another pair of Fargate`;
    }
    const [from, to, step] = range;
    const offered = this.memoryMiB >= from && this.memoryMiB <= to && (this.memoryMiB - from) % step === 0;
    return refuse(
      !offered || (this.cpu === 256 && this.memoryMiB === 1536),
      `size must have ${this.cpu === 256 ? '512, 1024 or 2048 MiB' : `${from} to ${to} MiB in steps of ${step}`} for ${this.cpu} CPU units, ${got}; choose memory that Fargate offers for this CPU, or another CPU`,
    );
  }
}
