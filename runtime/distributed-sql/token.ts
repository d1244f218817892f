/** What of a signer is used: `DsqlSigner` of `@aws-sdk/dsql-signer` is it as it is. */
export interface DistributedSqlSigner {
  /** A token for users other than `admin`. It is computed here: nobody is asked. */
  getDbConnectAuthToken(): Promise<string>;
}

/**
 * Gives the current token. It is used again for a while, and all who ask while it is made get the same. One that cannot be made is made anew
 * for whoever asks next.
 */
export function currentToken(signer: DistributedSqlSigner, reuseSeconds: number, now: () => number) {
  let token: Promise<string> | undefined;
  let madeAt = 0;
  return (): Promise<string> => {
    if (token && now() - madeAt < reuseSeconds * 1000) return token;
    madeAt = now();
    const made = signer.getDbConnectAuthToken();
    made.catch(() => {
      if (token === made) token = undefined;
    });
    return (token = made);
  };
}
