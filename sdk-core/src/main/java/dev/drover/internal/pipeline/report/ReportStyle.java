package dev.drover.internal.pipeline.report;

import dev.drover.spi.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a report looks, light and dark, on a screen and on paper. */
final class ReportStyle {
    static final String CSS = """
            :root {
              color-scheme: light dark;
              --page: #f6f7f9; --card: #ffffff; --line: #e1e4ea; --text: #1b1f27; --quiet: #667085;
              --good: #1a7f4b; --warn: #a15c00; --bad: #c22b2b; --live: #2563c9; --idle: #8a93a3;
              --bar-good: #4fae7d; --bar-warn: #e0a030; --bar-bad: #db5a5a; --bar-live: #5b8fe6; --bar-idle: #a7aebb;
              --bar-cluster: #9aa6c4; --wait: #cfd5e0; --wait-line: #aab3c5; --cut: #eceff4;
              --soft-good: #e6f5ec; --soft-warn: #fdf2de; --soft-bad: #fdecec; --soft-live: #e8f0fd; --soft-idle: #eef0f4;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #12151b; --card: #1a1e27; --line: #2c323e; --text: #e6e9ef; --quiet: #98a2b3;
                --good: #5fd39a; --warn: #f2b54a; --bad: #ff8080; --live: #84aefc; --idle: #8a93a3;
                --bar-good: #368f62; --bar-warn: #b97f1d; --bar-bad: #c04848; --bar-live: #3f73cf; --bar-idle: #596273;
                --bar-cluster: #4c587a; --wait: #2f3746; --wait-line: #4d586d; --cut: #171a22;
                --soft-good: #14301f; --soft-warn: #33270f; --soft-bad: #3a1a1c; --soft-live: #172a4b; --soft-idle: #242935;
              }
            }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--page); color: var(--text);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
            main { max-width: 1240px; margin: 0 auto; padding: 28px 24px 48px; }
            h1 { font-size: 26px; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
            h2 { font-size: 17px; margin: 0 0 12px; }
            h3 { font-size: 15px; margin: 0; overflow-wrap: anywhere; }
            h3 .quiet { font-weight: 400; }
            header { display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: center; }
            .badge { border-radius: 999px; padding: 3px 12px; font-weight: 600; font-size: 14px; white-space: nowrap; }
            .badge.good { background: var(--soft-good); color: var(--good); }
            .badge.warn { background: var(--soft-warn); color: var(--warn); }
            .badge.bad { background: var(--soft-bad); color: var(--bad); }
            .badge.live { background: var(--soft-live); color: var(--live); }
            .badge.idle { background: var(--soft-idle); color: var(--quiet); }
            .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px 24px; margin: 18px 0 0; }
            .facts dt { color: var(--quiet); font-size: 13px; }
            .facts dd { margin: 0; overflow-wrap: anywhere; }
            section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px;
              margin-top: 20px; }
            .scroll { overflow-x: auto; }
            .notices { margin: 0; padding-left: 20px; }
            .problem, .problem.warn, .problem.bad, .problem.idle { color: var(--text); }
            .problem { border-left: 3px solid var(--bar-bad); padding: 2px 0 2px 14px; margin-top: 18px; }
            h2 + .problem { margin-top: 0; }
            .problem.warn { border-color: var(--bar-warn); }
            .problem.idle { border-color: var(--bar-idle); }
            .problem p { margin: 4px 0; overflow-wrap: anywhere; }
            .cause { font-weight: 600; }
            pre { margin: 8px 0 0; padding: 10px 12px; background: var(--page); border: 1px solid var(--line); border-radius: 6px;
              font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-x: auto;
              max-height: 340px; }
            summary { cursor: pointer; color: var(--quiet); font-size: 13px; }
            table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
            th { text-align: left; color: var(--quiet); font-weight: 500; font-size: 13px; white-space: nowrap; }
            th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            tr:last-child td { border-bottom: 0; }
            td.number, th.number { text-align: right; white-space: nowrap; }
            td.nowrap { white-space: nowrap; }
            td.name { min-width: 190px; font-weight: 500; overflow-wrap: anywhere; }
            td.id { font: 12.5px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere;
              min-width: 260px; color: var(--quiet); }
            .good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .live { color: var(--live); }
            .idle, .quiet { color: var(--quiet); }
            svg { display: block; min-width: 900px; width: 100%; height: auto; }
            svg text { fill: var(--text); font-size: 13px; }
            svg .quiet, svg text.idle { fill: var(--quiet); } svg .small { font-size: 12px; }
            svg .sign { font-size: 14px; font-weight: 700; }
            svg text.good { fill: var(--good); } svg text.warn { fill: var(--warn); } svg text.bad { fill: var(--bad); }
            svg text.live { fill: var(--live); } svg .sign.cluster { fill: var(--quiet); }
            svg .took { font-size: 12px; font-variant-numeric: tabular-nums; } svg .took.good { fill: var(--quiet); }
            svg .tick, svg .day { font-size: 12px; fill: var(--quiet); } svg .day { font-weight: 600; }
            svg .grid { stroke: var(--line); stroke-width: 1; }
            svg .cut { fill: var(--cut); } svg .cut-label { font-size: 11px; fill: var(--quiet); text-anchor: middle; }
            svg .waits { fill: url(#hatch); stroke: var(--wait-line); stroke-width: 0.5; }
            svg .hatch-ground { fill: var(--wait); } svg .hatch-line { fill: var(--wait-line); }
            svg .bar.good { fill: var(--bar-good); } svg .bar.warn { fill: var(--bar-warn); } svg .bar.bad { fill: var(--bar-bad); }
            svg .bar.live { fill: var(--bar-live); } svg .bar.idle { fill: var(--bar-idle); } svg .bar.cluster { fill: var(--bar-cluster); }
            .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 10px 0 0; color: var(--quiet); font-size: 13px; }
            .legend svg { display: inline-block; min-width: 0; width: 22px; height: 12px; margin-right: 6px; vertical-align: -1px; }
            footer { color: var(--quiet); font-size: 13px; margin-top: 18px; overflow-wrap: anywhere; }
            @media print {
              body { background: none; } section { break-inside: avoid; } pre { max-height: none; white-space: pre-wrap; }
            }
            """;

    private ReportStyle() {}

    /** Nothing but this style is allowed: no scripts, no requests, no styles of others. */
    static String policy() {
        byte[] hash = Sha256.begin().digest(CSS.getBytes(StandardCharsets.UTF_8));
        return "default-src 'none'; style-src 'sha256-" + Base64.getEncoder().encodeToString(hash)
                + "'; base-uri 'none'; form-action 'none'";
    }
}
