import { printSummary, printVerdict, type Verdict } from '../support/lane';
import { progress } from '../support/progress';

/** Collects what checks came to, and says it at once. */
export class Report {
  private readonly verdicts: Verdict[] = [];

  /** One part of the lane, whose lines start with its name. */
  part(name: string): Part {
    return new Part(name, this.verdicts);
  }

  /** Prints failures again, then one line over all, and says whether everything holds. */
  end(): boolean {
    const failed = this.verdicts.filter(({ problems }) => problems.length > 0);
    if (failed.length > 0) console.log('\nWhat failed:');
    failed.forEach(printVerdict);
    console.log();
    return printSummary(this.verdicts);
  }
}

/** What one part of the lane has to say. */
export class Part {
  private started = Date.now();

  constructor(
    private readonly name: string,
    private readonly verdicts: Verdict[],
  ) {}

  /** Says what has just been done, and for how long. */
  done(step: string): void {
    const seconds = ((Date.now() - this.started) / 1000).toFixed(1);
    progress(`${this.name}: ${step} (${seconds} s)`);
    this.started = Date.now();
  }

  /** Counts a named check. */
  verdict(name: string, problems: readonly string[]): void {
    const verdict = { name: `${this.name}: ${name}`, problems: firstOf(problems) };
    this.verdicts.push(verdict);
    printVerdict(verdict);
  }
}

const MOST_LINES = 12;

function firstOf(problems: readonly string[]): readonly string[] {
  if (problems.length <= MOST_LINES) return problems;
  return [...problems.slice(0, MOST_LINES), `and ${problems.length - MOST_LINES} more`];
}
