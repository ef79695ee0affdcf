/** The style sheet of the page of a recording: light and dark, as the reader's system is. */

export const pageStyle = `
:root { color-scheme: light dark; --back: #fff; --text: #1d2129; --dim: #667085; --line: #d0d5dd;
  --running: #2e9e5b; --waiting: #f0b429; --sleeping: #b7c0cd; --mark: #3466d6; --found: #d6336c; --task: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --back: #14171c; --text: #e6e9ef; --dim: #98a2b3;
  --line: #344054; --running: #3ecf7f; --waiting: #d79a11; --sleeping: #4a5565; --mark: #7aa2ff;
  --found: #ff6b9d; --task: #9be8bd; } }
body { background: var(--back); color: var(--text); font: 14px/1.45 system-ui, sans-serif; margin: 1rem; }
h1 { font-size: 1.2rem; margin: 0 0 .5rem; } h2 { font-size: 1rem; margin: 1rem 0 .25rem; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: .5rem; }
.bar input { font: inherit; padding: .2rem .5rem; min-width: 15rem; max-width: 100%; }
.help, .dropped, .note { color: var(--dim); font-size: .85rem; }
.key::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .3em; background: var(--c); }
svg { width: 100%; display: block; border: 1px solid var(--line); outline-offset: 2px; touch-action: pan-y; cursor: grab; }
svg text { fill: var(--text); font-size: 12px; } svg .axis { stroke: var(--line); } svg .axis + text { fill: var(--dim); }
.running { fill: var(--running); } .waiting { fill: var(--waiting); } .sleeping { fill: var(--sleeping); }
.task { fill: none; stroke: var(--task); stroke-width: 2; pointer-events: none; }
.event { fill: var(--mark); } .arrow { stroke: var(--mark); fill: none; opacity: .55; pointer-events: none; }
.found { stroke: var(--found); stroke-width: 2; } .chosen { fill: var(--found); }
.row.current rect.back { fill: var(--line); opacity: .35; } rect.back { fill: transparent; }
#tip { min-height: 3em; padding: .4rem 0; white-space: pre-wrap; font-family: ui-monospace, monospace; font-size: 13px; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .1rem .8rem .1rem 0; font-weight: normal; }
th { color: var(--dim); } pre { margin: 0; overflow: auto; max-height: 24rem; border: 1px solid var(--line); padding: .4rem; }
pre .here { background: var(--waiting); color: #000; display: inline-block; min-width: 100%; }
`;
