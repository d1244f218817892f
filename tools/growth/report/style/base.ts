import { css } from './css';

/** Elements, wherever they are. */
export const BASE = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  html {
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  body {
    margin: 0;
    background: var(--background);
    color: var(--text);
    font:
      1rem/1.55 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      Arial,
      sans-serif;
    overflow-wrap: anywhere;
  }
  header,
  main,
  footer {
    max-width: 92rem;
    margin-inline: auto;
    padding-inline: clamp(1rem, 4vw, 3rem);
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  h1,
  h2,
  h3 {
    line-height: 1.2;
    text-wrap: balance;
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: 1.5rem;
  }
  h3 {
    font-size: 1.0625rem;
    letter-spacing: 0;
  }
  a {
    color: var(--link);
    text-underline-offset: 0.15em;
  }
  :focus-visible {
    outline: 3px solid var(--link);
    outline-offset: 2px;
  }
  code {
    font:
      0.875em/1.4 ui-monospace,
      SFMono-Regular,
      Menlo,
      Consolas,
      'Liberation Mono',
      monospace;
    background: var(--group);
    border-radius: 0.25rem;
    padding: 0.1em 0.3em;
  }
  small {
    font-size: 0.8125rem;
    color: var(--quiet);
  }
  .whole {
    white-space: nowrap;
  }
  .quiet {
    color: var(--quiet);
    font-weight: 400;
  }
  .lead {
    color: var(--quiet);
    max-width: 70ch;
    text-wrap: pretty;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .skip {
    position: absolute;
    left: 0.5rem;
    top: -4rem;
    padding: 0.5rem 1rem;
    background: var(--background);
  }
  .skip:focus {
    top: 0.5rem;
  }
  section {
    margin-top: clamp(2.5rem, 6vw, 4.5rem);
  }
  section > .lead {
    margin: 0.5rem 0 1.5rem;
  }
  footer {
    margin-top: 4.5rem;
    padding-block: 1.5rem 3rem;
    color: var(--quiet);
    font-size: 0.875rem;
  }
  footer p {
    border-top: 1px solid var(--border);
    padding-top: 1.5rem;
  }
`;
