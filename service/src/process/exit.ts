/** Ends the process with what went wrong on one line of log, unless it went well. */
export function exitOnFailure(work: Promise<void>): void {
  work.catch((error: unknown) => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    // What is missing in the environment is said by the message alone.
    const expected = error instanceof Error && error.name === 'SettingsError';
    console.error(JSON.stringify({ level: 'error', msg: message, ...(expected ? {} : { stack }) }));
    process.exit(1);
  });
}
