import { css } from './css';

/** What a reader needs first, and the words in a colour. */
export const SUMMARY = css`
  /* What a reader needs first. */
  header {
    padding-top: clamp(1.5rem, 5vw, 4rem);
  }
  .eyebrow {
    color: var(--quiet);
    margin-bottom: 1rem;
  }
  .route {
    color: var(--text);
    font-weight: 600;
  }
  h1 {
    display: flex;
    gap: 0.5em;
    align-items: flex-start;
    font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.875rem);
    letter-spacing: -0.02em;
    max-width: 24em;
  }
  .sign {
    flex: none;
    display: grid;
    place-items: center;
    width: 1.2em;
    height: 1.2em;
    border-radius: 50%;
    font-size: 0.8em;
    margin-top: 0.15em;
    color: var(--background);
  }
  header.good .sign {
    background: var(--good);
  }
  header.bad .sign {
    background: var(--bad);
  }
  header .lead {
    font-size: 1.125rem;
    margin-top: 1rem;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr));
    gap: 1px;
    margin-top: 2rem;
    background: var(--border);
    border: 1px solid var(--border);
    border-radius: 0.75rem;
    overflow: hidden;
  }
  .facts > div {
    background: var(--background);
    padding: 1rem 1.25rem;
  }
  .facts dt {
    font-size: 0.875rem;
    color: var(--quiet);
  }
  .facts strong {
    display: block;
    font-size: 1.625rem;
    line-height: 1.3;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .facts dd span {
    overflow-wrap: anywhere;
  }
  .facts dd > span {
    font-size: 0.875rem;
    color: var(--quiet);
  }

  /* A word in a colour, with a sign beside it. */
  .badge {
    display: inline-block;
    padding: 0 0.55em;
    border-radius: 1em;
    border: 1px solid currentColor;
    font-size: 0.8125rem;
    line-height: 1.5;
    font-weight: 600;
    white-space: nowrap;
    vertical-align: 0.08em;
    color: var(--quiet);
  }
  .badge.good {
    color: var(--good);
    background: var(--good-fill);
  }
  .badge.careful {
    color: var(--careful);
    background: var(--careful-fill);
  }
  .badge.bad {
    color: var(--bad);
    background: var(--bad-fill);
  }
`;
