/** Whether the load balancer should send requests. It asks no other part: a database that fails must not take every task with it. */
export class Readiness {
  private draining = false;

  public get ready(): boolean {
    return !this.draining;
  }

  public drain(): void {
    this.draining = true;
  }
}
