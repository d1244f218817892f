const KEPT = 40;

/** What happened to a cluster, newest first. */
export class Events {
  public readonly list: { readonly at: number; readonly text: string }[] = [];

  private isOpen = true;

  public constructor(private readonly log?: (text: string) => void) {}

  /** What is ended from now on is ended on purpose. */
  public close(): void {
    this.isOpen = false;
  }

  public readonly add = (text: string): void => {
    if (!this.isOpen) return;
    this.list.unshift({ at: Date.now(), text });
    this.list.length = Math.min(this.list.length, KEPT);
    this.log?.(text);
  };
}
