import { css } from './css';

/** What is blocked, and one step after the other. */
export const STEPS = css`
  .blocked {
    border: 1px solid var(--border);
    border-left: 0.3rem solid var(--bad);
    border-radius: 0.5rem;
    padding: 1.25rem clamp(1rem, 3vw, 1.75rem);
    margin-top: 1rem;
  }
  .finding {
    display: grid;
    gap: 0.75rem;
    margin-top: 1rem;
  }
  .finding + .finding {
    border-top: 1px solid var(--border);
    padding-top: 1rem;
  }
  .finding > div {
    display: grid;
    gap: 0.1rem 1.5rem;
  }
  .finding dt {
    font-weight: 600;
    font-size: 0.875rem;
    color: var(--quiet);
  }
  .finding dd {
    max-width: 75ch;
  }
  .finding .remedy {
    background: var(--good-fill);
    border-radius: 0.5rem;
    margin-inline: -0.75rem;
    padding: 0.75rem;
  }
  .finding .remedy dt {
    color: var(--good);
  }

  /* One step after the other, along a line. */
  .steps {
    list-style: none;
    counter-reset: step;
    max-width: 60rem;
  }
  .steps > li {
    position: relative;
    padding: 0 0 1.5rem 3.25rem;
  }
  .steps > li::before {
    counter-increment: step;
    content: counter(step);
    position: absolute;
    left: 0;
    top: -0.2rem;
    width: 2rem;
    height: 2rem;
    display: grid;
    place-items: center;
    border-radius: 50%;
    border: 1.5px solid var(--line);
    background: var(--background);
    font-weight: 600;
    font-size: 0.9375rem;
    z-index: 1;
  }
  .steps > li:not(:last-child)::after {
    content: '';
    position: absolute;
    left: calc(1rem - 0.5px);
    top: 0;
    bottom: 0;
    border-left: 1.5px solid var(--border);
  }
  .steps > .none h3 {
    font-weight: 400;
    color: var(--quiet);
  }
  .steps > .none > p {
    color: var(--quiet);
  }
  .interruptions {
    list-style: none;
    margin-top: 0.5rem;
    display: grid;
    gap: 0.5rem;
  }
`;
