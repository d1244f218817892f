/** The page without its figures: the script fills it. */
export const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Cluster</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<header>
<h1>Cluster</h1>
<p id="summary" role="status">Connecting</p>
</header>
<main>
<section aria-labelledby="charts-title"><h2 id="charts-title">Last two minutes</h2><div id="charts" class="grid"></div></section>
<section aria-labelledby="instances-title"><h2 id="instances-title">Instances</h2><div id="instances" class="grid"></div></section>
<section aria-labelledby="databases-title"><h2 id="databases-title">Databases</h2><div id="databases" class="grid"></div></section>
<section aria-labelledby="engines-title"><h2 id="engines-title">Other parts</h2><div id="engines" class="grid"></div></section>
<section aria-labelledby="events-title"><h2 id="events-title">What happened</h2><ol id="events"></ol></section>
</main>
</body>
</html>
`;

export const CSS = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --text: #1b1f24; --pale: #57606a; --line: #d0d7de;
  --good: #1a7f37; --bad: #b42318; --wait: #8a5a00; --one: #0550ae; --two: #b42318;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --card: #161b22; --text: #e6edf3; --pale: #9da7b1; --line: #30363d;
    --good: #4ac26b; --bad: #ff8f85; --wait: #e3b341; --one: #79b8ff; --two: #ff8f85;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.4 system-ui, sans-serif; }
header, main { max-width: 1200px; margin: 0 auto; padding: 0 16px; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding-top: 12px; }
h1 { font-size: 22px; margin: 0; } h2 { font-size: 16px; margin: 18px 0 8px; } h3 { font-size: 15px; margin: 0; }
#summary { margin: 0; color: var(--pale); }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 210px), 1fr)); gap: 10px; }
#charts { grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px; min-width: 0; }
.card p { margin: 2px 0 6px; color: var(--pale); overflow-wrap: anywhere; }
.head { display: flex; justify-content: space-between; gap: 8px; }
.state { font-weight: 600; }
.state::before { content: '\\25CF '; }
.running { color: var(--good); } .gone, .stopped { color: var(--bad); } .starting, .draining, .frozen { color: var(--wait); }
.buttons { display: flex; flex-wrap: wrap; gap: 6px; }
button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 5px 10px; min-height: 34px; cursor: pointer; }
button:disabled { display: none; }
button:focus-visible { outline: 2px solid var(--one); }
svg { display: block; width: 100%; height: 70px; }
svg path { fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.one { stroke: var(--one); color: var(--one); } .two { stroke: var(--two); color: var(--two); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 12px; font-variant-numeric: tabular-nums; }
#events { list-style: none; margin: 0 0 24px; padding: 0; font-variant-numeric: tabular-nums; }
#events li { border-bottom: 1px solid var(--line); padding: 3px 0; }
#events time { color: var(--pale); margin-right: 10px; }
`;
