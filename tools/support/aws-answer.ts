/** What AWS answered, or why it could not be asked, for people; nothing of any other error. */
export function awsAnswer(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('$metadata' in error || error.name === 'CredentialsProviderError'))
    return undefined;
  return `AWS answered ${error.name}: ${error.message}`;
}

/** The region that the shell is set to. */
export function regionOfShell(): string | undefined {
  return process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}
