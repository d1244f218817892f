/** An Aurora cluster that paused itself takes 15 seconds to resume, or 30 after a day (Aurora guide, "Scaling to zero"). */
export const CONNECT_TIMEOUT_MS = 45_000;

export const STATEMENT_TIMEOUT_MS = 15_000;
